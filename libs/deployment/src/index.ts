export {
  assertSameDatabases,
  type OpenDatabases,
  databasesIn,
  OpenFiles,
  type StrayFiles,
} from './open-files.js';
export { openProofLog } from './open-proof-log.js';
export { checkedStore } from './checked-store.js';
export { assertLogSound, openEventStore, openReadStore } from './open-stores.js';
export { provenStreamPrefixes } from './proven-streams.js';
export { rebuildLog } from './rebuild-log.js';
export { readModels } from './read-models.js';
export { isRebuilding, rebuildStateOf, standingOf, type Standing, statusOf } from './standing.js';
export { rowSubjects } from './row-subjects.js';
export { heldByEvent, heldInLog, heldReader, type HeldInLog, undecidedHeld } from './readable-streams.js';
