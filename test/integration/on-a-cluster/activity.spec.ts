import '../../support/on-a-cluster.js';
import '../../acceptance/activity.spec.js';
