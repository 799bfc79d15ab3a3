import type { EventStore } from '#libs/event-store';
import type { ReadStore } from '#libs/read-store';

/** How the stores of a deployment stand, as an operator asks. */
export interface Standing {
  readonly isEventStoreUp: boolean;
  /** Whether it answers, with the tables of this version. */
  readonly isReadStoreUp: boolean;
  /** The position of the last event; NaN where the log cannot be asked. */
  readonly head: number;
  /** How far the read models are behind the log; NaN where one of the two cannot be asked. */
  readonly lag: number;
}

export const standingOf = async (store: EventStore, readStore: ReadStore): Promise<Standing> => {
  const [head, position] = await Promise.all([orNaN(store.headPosition()), orNaN(readStore.position())]);
  return {
    isEventStoreUp: !Number.isNaN(head),
    isReadStoreUp: !Number.isNaN(position),
    head,
    // NaN stays NaN. The rows may be a moment newer than the answer about the log.
    lag: Math.max(0, head - position),
  };
};

const orNaN = (position: Promise<bigint>): Promise<number> => position.then(Number, () => Number.NaN);
