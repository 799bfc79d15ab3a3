import '../../support/on-a-cluster.js';
import '../../acceptance/smart-odr/examples.spec.js';
