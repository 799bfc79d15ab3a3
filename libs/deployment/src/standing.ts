import type { EventStore } from '#libs/event-store';
import type { ReadStore } from '#libs/read-store';

/** The state of a deployment's stores, for health checks and metrics. */
export interface Standing {
  readonly isEventStoreUp: boolean;
  /** Whether it answers and has the tables of this version. */
  readonly isReadStoreUp: boolean;
  /** The position of the last event; NaN if the log cannot be asked. */
  readonly head: number;
  /**
   * How many positions the read models are behind the log; NaN if one of the two cannot be asked. Negative for
   * rows that are ahead of it, which is a fault.
   */
  readonly lag: number;
  /** Why the rows must not be shown, as far as this process knows; undefined while they may be. */
  readonly rowsRefused: string | undefined;
}

/** Asks both stores. Does not throw: a store that cannot be asked is down. */
export const standingOf = async (store: EventStore, readStore: ReadStore): Promise<Standing> => {
  // The rows first: they follow the log, and are ahead of what it says after them only by a fault.
  const position = await orNaN(reachedBy(readStore));
  const head = await orNaN(store.headPosition());
  const lag = head - position;
  if (lag < 0) readStore.doubt();
  const rowsRefused = await readStore.isWrong().catch(() => undefined);
  return {
    isEventStoreUp: !Number.isNaN(head),
    isReadStoreUp: !Number.isNaN(position),
    head,
    lag,
    rowsRefused: rowsRefused ?? (lag < 0 ? AHEAD : undefined),
  };
};

const AHEAD = 'The rows are ahead of the event log.';

const reachedBy = async (readStore: ReadStore): Promise<bigint> =>
  (await readStore.reached()).map(({ position }) => position).reduce((a, b) => (a < b ? a : b));

const orNaN = (position: Promise<bigint>): Promise<number> => position.then(Number, () => Number.NaN);
