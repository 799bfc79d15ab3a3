export { openLedgerLog } from './open-ledger-log.js';
export { openEventStore, openReadStore } from './open-stores.js';
export { readModels } from './read-models.js';
export { standingOf, type Standing } from './standing.js';
export { rowSubjects } from './row-subjects.js';
