import { credentialActivity } from '#libs/access';
import { configurationActivity } from '#libs/dispute-configuration';
import { disputeFeedSource, exportActivity, exportFeedSource } from '#libs/disputes';
import { replayActivity, replayFeedSource, restoreActivity, restoreFeedSource } from '#libs/trail';
import type { ActivitySource } from './activity-source.js';
import type { FeedSource } from './feed-source.js';

/** Every context beside disputes whose events belong to the activity: one line each. */
export const sources: readonly ActivitySource[] = [
  credentialActivity,
  configurationActivity,
  exportActivity,
  replayActivity,
  restoreActivity,
];

/** Every context whose events belong to the feed. */
export const feedSources: readonly FeedSource[] = [
  disputeFeedSource,
  exportFeedSource,
  replayFeedSource,
  restoreFeedSource,
];
