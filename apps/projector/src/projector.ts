import {
  checkedStore,
  openEventStore,
  openReadStore,
  rebuildLog,
  type Standing,
  standingOf,
  undecidedHeld,
} from '#libs/deployment';
import type { Environment } from '#libs/environment';
import { heldText, type HeldStream } from '#libs/event-store';
import { CurrentRows, ProjectionRunner } from '#libs/read-store';
import type { Logger } from 'pino';

/** A process that can keep a cluster's read models up to date. One writes at a time (decision 0010). */
export interface Projector {
  /** Whether this is the one that writes. The others stand by. */
  readonly isActive: boolean;
  readonly isHealthy: boolean;
  readonly rows: CurrentRows;
  /** Returns whether it could write if it got the turn now, whichever older version the rows are of. */
  canTakeOver(): Promise<boolean>;
  standing(): Promise<Standing>;
  /** The streams whose rows stay as they were, and about which no operator has decided yet. */
  held(): Promise<readonly HeldStream[]>;
  /** Finishes the batch at hand, then lets a standby take over. */
  close(): Promise<void>;
}

/** Starts a projector. The stores may be down: it projects once both can be reached. */
export const startProjector = async (environment: Environment, logger: Logger): Promise<Projector> => {
  const store = checkedStore(await openEventStore(environment));
  const readStore = await openReadStore(environment);
  const runner = new ProjectionRunner(store, readStore, {
    onFailure: (error) => {
      logger.error({ err: error }, 'the projections stopped and will try again');
    },
    onRecovery: () => {
      logger.info('the projections go on');
    },
    onHeld: (held) => {
      logger.error({ heldBack: held }, `a stream is held back: ${heldText(held)}`);
    },
    onTurn: () => {
      logger.info('this projector writes the read models');
    },
    ...rebuildLog(logger),
  });
  runner.start();
  const rows = new CurrentRows(store, readStore);
  const stopping = new AbortController();
  void rows.noteStart(stopping.signal);
  return {
    get isActive() {
      return runner.isActive;
    },
    get isHealthy() {
      return runner.isHealthy;
    },
    rows,
    canTakeOver: () => readStore.isWritable(),
    standing: () => standingOf(store, readStore),
    held: () => undecidedHeld(store, readStore),
    close: async () => {
      stopping.abort();
      await runner.stop();
      await store.close();
      await readStore.close();
    },
  };
};
