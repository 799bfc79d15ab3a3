import '../../support/on-a-cluster.js';
import '../../acceptance/smart-odr.spec.js';
