import '../../support/on-a-cluster.js';
import '../../acceptance/ledger-api/unreadable-events.spec.js';
