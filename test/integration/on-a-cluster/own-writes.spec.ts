import '../../support/on-a-cluster.js';
import '../../acceptance/ledger-api/own-writes.spec.js';
