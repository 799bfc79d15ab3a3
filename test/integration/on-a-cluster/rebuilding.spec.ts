import '../../support/on-a-cluster.js';
import '../../acceptance/ledger-api/rebuilding.spec.js';
