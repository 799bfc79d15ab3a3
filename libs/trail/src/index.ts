export {
  type ReplayedTable,
  type ReplayEnded,
  type ReplayOutcome,
  replayStreamPrefix,
} from './domain/replay-event.js';
export { restoreStreamPrefix } from './domain/restore-stream.js';
export { limits as trailLimits } from './limits.js';
export type { RecordedBy, RecordedReplay } from './projections/recorded-replay.js';
export { replayActivity } from './read-models/replay-activity.js';
export { restoreActivity } from './read-models/restore-activity.js';
export { replayFeedSource, restoreFeedSource } from './streams/feed-sources.js';
export { endedReplay } from './streams/replay-ending.js';
export { checkReplayEvent, type RecordingContext, ReplayRecords } from './streams/replay-records.js';
