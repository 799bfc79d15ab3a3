// The projections in a process of their own, from the built code, until they have every event or are killed. The log
// is handed on in small pages, so that there are many moments between the first event and the last. Each page is
// told to the parent by a dot. The process may be told to kill itself in place of the n-th writing statement, which
// finds what a death at a random moment would meet once in a thousand times.
import { writeSync } from 'node:fs';
import { SqliteDriver } from 'kysely';

const built = (file) => import(new URL(`../../dist/libs/${file}`, import.meta.url).href);

const { EmbeddedEventStore } = await built('event-store/src/index.js');
const { ProjectionRunner, ReadStore } = await built('read-store/src/index.js');
// Not through the door of the lib, which loads Nest: a life of this process should be short.
const { disputeReadModel } = await built('disputes/src/read-models/dispute.read-model.js');
const { disputeTimelineReadModel } = await built('disputes/src/read-models/dispute-timeline.read-model.js');

const [, , events, readModels, pageSize, dyingStatement] = process.argv;
const size = Number(pageSize);

/** Whatever changes anything goes through the one connection of Kysely's driver: `begin` and `commit`, too. */
const dieInPlaceOf = (number) => {
  const { acquireConnection } = SqliteDriver.prototype;
  let count = 0;
  SqliteDriver.prototype.acquireConnection = async function () {
    const connection = await acquireConnection.call(this);
    return {
      executeQuery: (query) => {
        if (!query.sql.startsWith('select')) count += 1;
        if (count === number) process.kill(process.pid, 'SIGKILL');
        return connection.executeQuery(query);
      },
    };
  };
};

if (dyingStatement !== undefined) dieInPlaceOf(Number(dyingStatement));

const inSmallPages = (store) => ({
  async *subscribeToAll(subscription) {
    for await (const { events: rest, position, isCaughtUp } of store.subscribeToAll(subscription)) {
      while (rest.length > size) {
        const page = rest.splice(0, size);
        yield { events: page, position: page.at(-1).position, isCaughtUp: false };
        writeSync(1, '.');
      }
      yield { events: rest, position, isCaughtUp };
    }
  },
});

const store = await EmbeddedEventStore.open(events);
const readStore = await ReadStore.open(readModels, [disputeReadModel, disputeTimelineReadModel]);
const runner = new ProjectionRunner(inSmallPages(store), readStore, {
  onFailure: (error) => {
    console.error(error);
    process.exit(1);
  },
});
runner.start();
while ((await readStore.position()) < (await store.headPosition()))
  await new Promise((resolve) => setTimeout(resolve, 1));
process.exit(0);
