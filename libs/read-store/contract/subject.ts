import type { ReadModel } from '../src/read-model.js';
import type { ReadStore } from '../src/read-store.js';

/** A kind of read store that the contract is tested on. */
export interface ReadStoreSubject {
  /** Creates a place without rows. */
  newPlace(): Promise<ReadStorePlace>;
  dispose(): Promise<void>;
}

/** A place for the rows of one test, such as a file or a database. */
export interface ReadStorePlace {
  /** Opens a read store over the rows of this place, with the turn to write. The caller closes it. */
  open(models: readonly ReadModel[]): Promise<ReadStore>;
  /** Runs a statement on a connection of its own. */
  run(sql: string): Promise<unknown>;
}
