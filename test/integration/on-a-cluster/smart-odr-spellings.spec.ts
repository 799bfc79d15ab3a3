import '../../support/on-a-cluster.js';
import '../../acceptance/smart-odr/spellings.spec.js';
