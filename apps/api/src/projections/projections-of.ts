import { Projections } from '#libs/read-store';
import type { StartProjections } from '../ledger.js';
import type { ThreadStores } from '../threads/inside-thread.js';
import { ProjectionThread } from './projection-thread.js';

/** With stores of its own a process is a whole ledger; a cluster has projectors, which tell their own health. */
export const projectionsOf = ({ dataDirectory, storeUrls }: ThreadStores): StartProjections =>
  storeUrls === undefined
    ? (_, listener) => new ProjectionThread({ dataDirectory, storeUrls }, listener)
    : () => new ProjectionsElsewhere();

/** What is known of them here is how far the rows lag behind the log. */
class ProjectionsElsewhere extends Projections {
  override readonly isHealthy = true;

  override stop(): Promise<void> {
    return Promise.resolve();
  }
}
