export { openEventStore, openReadStore } from './open-stores.js';
export { readModels } from './read-models.js';
