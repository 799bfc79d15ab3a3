import { writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { type DatabaseConnection, PostgresDriver, SqliteDriver } from 'kysely';
import { readModels } from '#libs/deployment';
import { EmbeddedEventStore, type EventStore, type LogPage, type Subscription } from '#libs/event-store';
import { ProjectionRunner, ReadStore, ReadStoreUnavailableError } from '#libs/read-store';

// The projections in their own process, which ends when they have every event or when it is killed. The log
// arrives in small pages, so that there are many moments to die at; some pages arrive twice, late or together
// with the next one. The process prints a dot per page. With a number n, it kills itself in place of the nth
// writing statement, which covers moments that a death at a random time would hardly ever hit.
// Arguments: the log, the rows, the size of a page, and n.

const [, , eventsPath = '', rowsPath = '', pageSize, dyingStatement] = process.argv;
const size = Number(pageSize);

/** Kills the process in place of the nth statement that is no `select`. `begin` and `commit` count, too. */
const dieInPlaceOf = (number: number): void => {
  let count = 0;
  const countStatements = (connection: DatabaseConnection): DatabaseConnection => {
    const executeQuery = connection.executeQuery.bind(connection);
    connection.executeQuery = (query) => {
      if (!query.sql.startsWith('select')) count += 1;
      if (count === number) process.kill(process.pid, 'SIGKILL');
      return executeQuery(query);
    };
    return connection;
  };
  for (const { prototype } of [SqliteDriver, PostgresDriver]) {
    const { acquireConnection } = prototype;
    const counted = new WeakSet<DatabaseConnection>();
    prototype.acquireConnection = async function (this: SqliteDriver & PostgresDriver) {
      const connection = await acquireConnection.call(this);
      if (counted.has(connection)) return connection;
      counted.add(connection);
      return countStatements(connection);
    };
  }
};

if (dyingStatement !== undefined) dieInPlaceOf(Number(dyingStatement));

/** One page in four is delivered again after the next one, and one in four together with it. */
const AGAIN = 4;

const inSmallPages = (store: EventStore): EventStore => {
  const pages = async function* (subscription: Subscription): AsyncGenerator<LogPage> {
    let before: LogPage | undefined;
    for await (const { events: all, position, isCaughtUp } of store.subscribeToAll(subscription)) {
      const rest = [...all];
      while (rest.length > size) {
        const events = rest.splice(0, size);
        const page = { events, position: events.at(-1)?.position ?? position, isCaughtUp: false };
        const chance = Math.floor(Math.random() * AGAIN);
        yield before !== undefined && chance === 1
          ? { ...page, events: [...before.events, ...events] }
          : page;
        writeSync(1, '.');
        if (before !== undefined && chance === 2) yield before;
        before = page;
      }
      yield { events: rest, position, isCaughtUp };
    }
  };
  return Object.assign(Object.create(store) as EventStore, { subscribeToAll: pages });
};

const store = await EmbeddedEventStore.open(eventsPath);
const readStore = rowsPath.startsWith('postgres://')
  ? await ReadStore.connect(rowsPath, readModels)
  : await ReadStore.open(rowsPath, readModels);
const runner = new ProjectionRunner(inSmallPages(store), readStore, {
  onFailure: (error) => {
    console.error(error);
    process.exit(1);
  },
});
runner.start();
/**
 * Resolves with -1 while there are no tables: on PostgreSQL they exist only once it is this process's turn.
 */
const position = (): Promise<bigint> =>
  readStore.position().catch((error: unknown) => {
    if (error instanceof ReadStoreUnavailableError) return -1n;
    throw error;
  });
while ((await position()) < (await store.headPosition())) await pause(1);
process.exit(0);
