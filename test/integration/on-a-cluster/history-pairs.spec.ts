import '../../support/on-a-cluster.js';
import '../../acceptance/ledger-api/history-pairs.spec.js';
