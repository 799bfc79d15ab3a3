export { openProofLog } from './open-proof-log.js';
export { openEventStore, openReadStore } from './open-stores.js';
export { provenStreamPrefixes } from './proven-streams.js';
export { readModels } from './read-models.js';
export { standingOf, type Standing } from './standing.js';
export { rowSubjects } from './row-subjects.js';
