import '../../support/on-a-cluster.js';
import '../../acceptance/enfinitos/idempotency.spec.js';
