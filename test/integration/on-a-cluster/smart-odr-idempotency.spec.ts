import '../../support/on-a-cluster.js';
import '../../acceptance/smart-odr/idempotency.spec.js';
