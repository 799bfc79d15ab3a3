import type { ReadModel } from '../src/read-model.js';
import type { ReadStore } from '../src/read-store.js';

/** A kind of read store, as the contract needs it. */
export interface ReadStoreSubject {
  /** Rows of their own, empty. */
  newPlace(): Promise<ReadStorePlace>;
  dispose(): Promise<void>;
}

export interface ReadStorePlace {
  /** A read store over the rows of this place, whose turn it is to write. It is closed by whoever opened it. */
  open(models: readonly ReadModel[]): Promise<ReadStore>;
}
