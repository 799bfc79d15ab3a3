export { ActivityModule } from './activity.module.js';
export { type FeedRead, LedgerFeed } from './streams/ledger-feed.js';
export type { ActivityFilter, ActivityPage } from './read-models/activity-filter.js';
export { type Activity, ActivityQueries } from './read-models/activity-queries.js';
export { activityReadModel } from './read-models/activity.read-model.js';
