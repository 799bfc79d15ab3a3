import '../../support/on-a-cluster.js';
import '../../acceptance/ledger-api/disputes.spec.js';
