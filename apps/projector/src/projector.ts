import { openEventStore, openReadStore, type Standing, standingOf } from '#libs/deployment';
import type { Environment } from '#libs/environment';
import { ProjectionRunner } from '#libs/read-store';
import type { Logger } from 'pino';

/** One of the processes that may keep a cluster's read models up with its log. */
export interface Projector {
  /** Whether it is the one that does; the others stand by. */
  readonly isActive: boolean;
  readonly isHealthy: boolean;
  standing(): Promise<Standing>;
  /** Ends after the batch at hand, and leaves the turn to a standby. */
  close(): Promise<void>;
}

/** The stores may be down: it begins when they are there. */
export const startProjector = async (environment: Environment, logger: Logger): Promise<Projector> => {
  const store = await openEventStore(environment);
  const readStore = await openReadStore(environment);
  const runner = new ProjectionRunner(store, readStore, {
    onFailure: (error) => {
      logger.error({ err: error }, 'the projections stopped and will try again');
    },
    onRecovery: () => {
      logger.info('the projections go on');
    },
    onTurn: () => {
      logger.info('this projector writes the read models');
    },
  });
  runner.start();
  return {
    get isActive() {
      return runner.isActive;
    },
    get isHealthy() {
      return runner.isHealthy;
    },
    standing: () => standingOf(store, readStore),
    close: async () => {
      await runner.stop();
      await store.close();
      await readStore.close();
    },
  };
};
