export { ProjectionRunner } from './projection-runner.js';
export { type ProjectionListener, Projections } from './projections.js';
export type { ReadModel } from './read-model.js';
export { ReadStore } from './read-store.js';
export { ReadStoreUnavailableError } from './read-store-unavailable-error.js';
