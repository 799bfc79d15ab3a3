// Runs the projections in a process of their own, from the built code, until they have every event or are killed. This
// file is bundled for that (bundle.mjs), with every read model of the deployment: a bundle starts in a fraction of the
// time of its files. The log is handed on in small pages, so that there are many moments between the first event and the
// last; some pages come again, late or together with the next one. Each page is reported to the parent by a dot. The
// process may be told to kill itself in place of the n-th writing statement, which finds what a death at a random moment
// would meet once in a thousand times.
import { writeSync } from 'node:fs';
import { PostgresDriver, SqliteDriver } from 'kysely';
import { readModels as models } from '../../dist/libs/deployment/src/read-models.js';
import { EmbeddedEventStore } from '../../dist/libs/event-store/src/index.js';
import {
  ProjectionRunner,
  ReadStore,
  ReadStoreUnavailableError,
} from '../../dist/libs/read-store/src/index.js';

const [, , events, readModels, pageSize, dyingStatement] = process.argv;
const size = Number(pageSize);

/** Whatever changes anything goes through a connection of Kysely's driver: `begin` and `commit`, too. */
const dieInPlaceOf = (number) => {
  let count = 0;
  const countStatements = (connection) => {
    const { executeQuery } = connection;
    connection.executeQuery = (query) => {
      if (!query.sql.startsWith('select')) count += 1;
      if (count === number) process.kill(process.pid, 'SIGKILL');
      return executeQuery.call(connection, query);
    };
    return connection;
  };
  for (const { prototype } of [SqliteDriver, PostgresDriver]) {
    const { acquireConnection } = prototype;
    const counted = new WeakSet();
    prototype.acquireConnection = async function () {
      const connection = await acquireConnection.call(this);
      if (counted.has(connection)) return connection;
      counted.add(connection);
      return countStatements(connection);
    };
  }
};

if (dyingStatement !== undefined) dieInPlaceOf(Number(dyingStatement));

/** One page of four comes again after the next one, one of four together with it. */
const AGAIN = 4;

const inSmallPages = (store) => ({
  async *subscribeToAll(subscription) {
    let before;
    for await (const { events: rest, position, isCaughtUp } of store.subscribeToAll(subscription)) {
      while (rest.length > size) {
        const events = rest.splice(0, size);
        const page = { events, position: events.at(-1).position, isCaughtUp: false };
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
  },
});

const store = await EmbeddedEventStore.open(events);
const readStore = readModels.startsWith('postgres://')
  ? await ReadStore.connect(readModels, models)
  : await ReadStore.open(readModels, models);
const runner = new ProjectionRunner(inSmallPages(store), readStore, {
  onFailure: (error) => {
    console.error(error);
    process.exit(1);
  },
});
runner.start();
/** On PostgreSQL there are no tables before it is this process's turn. */
const position = () =>
  readStore.position().catch((error) => {
    if (error instanceof ReadStoreUnavailableError) return -1n;
    throw error;
  });
while ((await position()) < (await store.headPosition()))
  await new Promise((resolve) => setTimeout(resolve, 1));
process.exit(0);
