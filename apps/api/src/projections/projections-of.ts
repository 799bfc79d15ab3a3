import { databasesIn } from '#libs/deployment';
import { Projections } from '#libs/read-store';
import type { StartProjections } from '../ledger.js';
import type { ThreadStores } from '../threads/inside-thread.js';
import { ProjectionThread } from './projection-thread.js';

/**
 * Returns how a process starts its projections: an embedded ledger on a thread; a process of a cluster not at
 * all, since projectors run them and report their own health.
 */
export const projectionsOf = ({ dataDirectory, storeUrls }: ThreadStores): StartProjections =>
  storeUrls === undefined
    ? async (_, listener) =>
        new ProjectionThread({ dataDirectory, storeUrls, open: await databasesIn(dataDirectory) }, listener)
    : () => new ProjectionsElsewhere();

/** Projections in other processes. All that this process knows of them is the lag of the rows. */
class ProjectionsElsewhere extends Projections {
  override readonly isHealthy = true;

  override stop(): Promise<void> {
    return Promise.resolve();
  }
}
