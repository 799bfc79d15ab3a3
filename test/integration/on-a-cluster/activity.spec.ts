import '../../support/on-a-cluster.js';
import '../../acceptance/ledger-api/activity.spec.js';
