import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { dataFiles } from '#libs/environment';
import { openDatabase } from '#libs/sqlite';
import { clusterIn, type Deployment, embeddedDeployment } from './deployments.js';
import type { TestEventStore } from './eventstoredb/test-event-store.js';
import type { PostgresServer } from './postgres.js';
import { replaceLogBy } from './replace-log.js';
import { temporaryDirectory } from './temporary-directory.js';

/** The stores of a ledger, whose log can be exchanged for another one behind its back. */
export interface ExchangeablePlace<Saved> extends Deployment {
  save(): Promise<Saved>;
  /** Puts the log in the place of the one that is there, while no process has it open. Without one, an empty log. */
  put(saved: Saved | undefined): Promise<void>;
  /** Does the same under running processes. */
  putUnder(saved: Saved | undefined): Promise<void>;
}

export const embeddedPlace = async (): Promise<ExchangeablePlace<string>> => {
  const deployment = await embeddedDeployment();
  const { path: savedIn, remove } = await temporaryDirectory();
  const files = dataFiles(String(deployment.variables['LEDGER_DATA_DIR']));
  let saves = 0;
  const emptyLog = async (): Promise<string> => {
    const path = join(savedIn, 'empty');
    const { EmbeddedEventStore } = await import('#libs/event-store');
    await (await EmbeddedEventStore.open(path)).close();
    return path;
  };
  return {
    ...deployment,
    save: async () => {
      const path = join(savedIn, String((saves += 1)));
      const database = await openDatabase(files.events, { synchronous: 'FULL' });
      database.exec(`VACUUM INTO '${path}'`);
      database.close();
      await cp(files.checkpoint, `${path}.checkpoint`).catch(() => undefined);
      return path;
    },
    put: async (saved) => {
      const path = saved ?? (await emptyLog());
      for (const suffix of ['', '-wal', '-shm']) await rm(files.events + suffix, { force: true });
      await cp(path, files.events);
      await rm(files.checkpoint, { force: true });
      await cp(`${path}.checkpoint`, files.checkpoint).catch(() => undefined);
    },
    putUnder: async (saved) => replaceLogBy(files.events, saved ?? (await emptyLog())),
    dispose: async () => {
      await deployment.dispose();
      await remove();
    },
  };
};

type Records = ReturnType<TestEventStore['log']['backup']>;

export const clusterPlace = async (postgres: PostgresServer): Promise<ExchangeablePlace<Records>> => {
  const { eventStore, ...deployment } = await clusterIn(postgres);
  const empty = eventStore.log.backup();
  const put = async (saved: Records | undefined): Promise<void> => {
    await eventStore.stop();
    eventStore.log.restore(saved ?? empty);
    await eventStore.restart();
  };
  return { ...deployment, save: () => Promise.resolve(eventStore.log.backup()), put, putUnder: put };
};
