import { openDatabase } from '#libs/sqlite';
import { Client } from 'pg';
import { startPostgres } from '../../../../test/support/postgres.js';
import { openReadStore } from '../../../../test/support/read-model-rows.js';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.js';
import { describeReplay } from '../../contract/replay.contract.js';
import { ReadStore } from '../read-store.js';

type Rows = readonly Record<string, unknown>[];

const namesOf = (rows: Rows): readonly string[] => rows.map(({ name }) => String(name));

describeReplay('SQLite', async () => {
  const directory = await temporaryDirectory();
  let files = 0;
  return {
    newPlace: () => {
      const path = `${directory.path}/${(files += 1)}.sqlite`;
      const run = async (sql: string): Promise<Rows> => {
        const database = await openDatabase(path, { synchronous: 'NORMAL' });
        try {
          return database
            .prepare(sql)
            .all()
            .map((row) => ({ ...row }));
        } finally {
          database.close();
        }
      };
      return Promise.resolve({
        open: (models) => ReadStore.open(path, models),
        run,
        tables: async () =>
          namesOf(await run(`select name from sqlite_master where type = 'table' order by name`)),
      });
    },
    dispose: () => directory.remove(),
  };
});

describeReplay('PostgreSQL', async () => {
  const server = await startPostgres();
  return {
    newPlace: async () => {
      const url = await server.newDatabase();
      const run = async (sql: string): Promise<Rows> => {
        const client = new Client({ connectionString: url });
        await client.connect();
        try {
          return (await client.query<Record<string, unknown>>(sql)).rows;
        } finally {
          await client.end();
        }
      };
      return {
        open: (models) => openReadStore(url, models),
        run,
        tables: async () =>
          namesOf(
            await run(`select tablename as name from pg_tables where schemaname = 'public' order by name`),
          ),
      };
    },
    dispose: () => server.dispose(),
  };
});
