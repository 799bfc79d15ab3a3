import type { EventStore } from '#libs/event-store';
import type { ReadStore } from '#libs/read-store';

/** The state of a deployment's stores, for health checks and metrics. */
export interface Standing {
  readonly isEventStoreUp: boolean;
  /** Whether it answers and has the tables of this version. */
  readonly isReadStoreUp: boolean;
  /** The position of the last event; NaN if the log cannot be asked. */
  readonly head: number;
  /** How many positions the read models are behind the log; NaN if one of the two cannot be asked. */
  readonly lag: number;
}

/** Asks both stores. Does not throw: a store that cannot be asked is down. */
export const standingOf = async (store: EventStore, readStore: ReadStore): Promise<Standing> => {
  const [head, position] = await Promise.all([orNaN(store.headPosition()), orNaN(readStore.position())]);
  return {
    isEventStoreUp: !Number.isNaN(head),
    isReadStoreUp: !Number.isNaN(position),
    head,
    // The rows may be newer than the answer about the log. NaN stays NaN.
    lag: Math.max(0, head - position),
  };
};

const orNaN = (position: Promise<bigint>): Promise<number> => position.then(Number, () => Number.NaN);
