import type { EventStore } from '#libs/event-store';
import type { CurrentRows, ReadStore } from '#libs/read-store';

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

/** What readiness says of rows that are being built. */
export interface RebuildState {
  readonly rebuilding?: { readonly position: string; readonly of: string };
}

/**
 * Returns how far the rows are while they are being built, after the wait that lists have, too. Does not throw:
 * a store that cannot be asked is down, and named as such.
 */
export const rebuildStateOf = async (rows: CurrentRows): Promise<RebuildState> => {
  const rebuilding = await rows.rebuilding().catch(() => undefined);
  if (rebuilding === undefined) return {};
  return { rebuilding: { position: String(rebuilding.position), of: String(rebuilding.of) } };
};

/**
 * Returns the status of readiness. `rebuilding` is served like `ready`: commands and single disputes are, and a
 * balancer that took every process out would stop them.
 */
export const statusOf = (
  isReady: boolean,
  { rebuilding }: RebuildState,
): 'ready' | 'rebuilding' | 'not-ready' => {
  if (!isReady) return 'not-ready';
  return rebuilding === undefined ? 'ready' : 'rebuilding';
};

/** Returns 1 while the rows are being built, 0 while they are not, and NaN while that cannot be asked. */
export const isRebuilding = (rows: CurrentRows): Promise<number> =>
  rows.rebuildingNow().then(
    (rebuilding) => (rebuilding === undefined ? 0 : 1),
    () => Number.NaN,
  );
