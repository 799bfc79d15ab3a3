import '../../support/on-a-cluster.js';
import '../../acceptance/enfinitos/life.spec.js';
