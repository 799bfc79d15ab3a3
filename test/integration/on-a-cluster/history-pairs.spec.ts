import '../../support/on-a-cluster.js';
import '../../acceptance/history-pairs.spec.js';
