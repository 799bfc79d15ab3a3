import { runInPostgres, startPostgres } from '../../../test/support/postgres.js';
import { openDatabase } from '#libs/sqlite';
import { openReadStore } from '../../../test/support/read-model-rows.js';
import { temporaryDirectory } from '../../../test/support/temporary-directory.js';
import { describeReadStore } from '../contract/read-store.contract.js';
import { ReadStore } from './read-store.js';

describeReadStore('SQLite', async () => {
  const directory = await temporaryDirectory();
  let files = 0;
  return {
    newPlace: () => {
      const path = `${directory.path}/${(files += 1)}.sqlite`;
      return Promise.resolve({
        open: (models) => ReadStore.open(path, models),
        run: async (sql) => {
          const database = await openDatabase(path, { synchronous: 'NORMAL' });
          database.exec(sql);
          database.close();
        },
      });
    },
    dispose: () => directory.remove(),
  };
});

describeReadStore('PostgreSQL', async () => {
  const server = await startPostgres();
  return {
    newPlace: async () => {
      const url = await server.newDatabase();
      return { open: (models) => openReadStore(url, models), run: (sql) => runInPostgres(url, sql) };
    },
    dispose: () => server.dispose(),
  };
});
