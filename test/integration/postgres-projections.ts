import { EmbeddedEventStore } from '#libs/event-store';
import { auditLog } from '../support/log-audit.js';
import { startPostgres } from '../support/postgres.js';
import { prepareLog } from '../support/prepared-log.js';
import { openReadStore, type ReadModelRows, rebuiltRows } from '../support/read-model-rows.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import type { ProjectionLife } from './project.js';
import { type Deaths, killAgainAndAgain } from './projection-deaths.js';

const PAGE_SIZE = 10;

/** A log, and a PostgreSQL for its read models. */
export interface PostgresProjections {
  readonly store: EmbeddedEventStore;
  /** The rows that the same log makes in SQLite. */
  readonly expected: ReadModelRows;
  /** Returns a life over a new database. */
  newLife(): Promise<ProjectionLife>;
  kill(plan: { readonly seed: number; readonly kills: number }): Promise<Deaths>;
  dispose(): Promise<void>;
}

export const postgresProjections = async (log: {
  readonly disputes: number;
  readonly eventsEach: number;
}): Promise<PostgresProjections> => {
  const [directory, server] = await Promise.all([temporaryDirectory(), startPostgres()]);
  const eventsPath = `${directory.path}/events.sqlite`;
  const store = await EmbeddedEventStore.open(eventsPath);
  await prepareLog(store, log);
  const { events } = await auditLog(eventsPath);
  const expected = await rebuiltRows(events);
  const newLife = async (): Promise<ProjectionLife> => {
    const readModelsPath = await server.newDatabase();
    // The tables must exist even when the life is killed before its first batch, as they are read then.
    await (await openReadStore(readModelsPath)).close();
    return { eventsPath, readModelsPath, pageSize: PAGE_SIZE };
  };
  return {
    store,
    expected,
    newLife,
    kill: (plan) => killAgainAndAgain(plan, newLife, { events, expected }),
    dispose: async () => {
      await store.close();
      await server.dispose();
      await directory.remove();
    },
  };
};
