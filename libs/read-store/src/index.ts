export { containing } from './containing.js';
export { CurrentRows, type Rebuilding } from './current-rows.js';
export { insertRows, keysAsRows } from './insert-rows.js';
export { ProjectionRunner } from './projection-runner.js';
export { type ProjectionListener, Projections, type RebuildBegun, type RebuildDone } from './projections.js';
export type { ReadModel } from './read-model.js';
export { ReadStore } from './read-store.js';
export { NewerRowsError } from './newer-rows-error.js';
export {
  areRowsDamaged,
  DamagedRowsError,
  ReadStoreUnavailableError,
} from './read-store-unavailable-error.js';
export { Replay, type ReplayOptions } from './replay/replay.js';
export { type PastRebuild, rebuildPast } from './replay/past-rebuild.js';
export { ReplayInProgressError } from './replay/replay-session.js';
export type {
  DecisiveEvent,
  FieldDifference,
  ReplayEnding,
  ReplayProgress,
  ReplayResult,
  Row,
  RowDifference,
  RowSubject,
  RowSubjects,
  TableComparison,
} from './replay/replay-result.js';
export { jsonInRow } from './json-in-row.js';
export { condemnRows, keepingSeal, sealOf, sealRows, takeRows } from './rows-seal.js';
export { RowsOfLog } from './rows-of-log.js';
export { type BucketRange, bucketsOf, bucketsUpTo, bucketWidth } from './running-sums.js';
export { stoodAt, versionColumns, type VersionColumns, withVersionColumns } from './versioned-rows.js';
