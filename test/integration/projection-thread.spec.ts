import { rm, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { openReadStore } from '#libs/deployment';
import type { ProjectionThread } from '../../apps/api/src/projections/projection-thread.js';
import { type LedgerDirectory, ledgerDirectory } from '../support/ledger-directory.js';
import { prepareLog } from '../support/prepared-log.js';
import { until } from '../support/until.js';

const BUILT = new URL('../../dist/apps/api/src/projections/projection-thread.js', import.meta.url).href;

let directory: LedgerDirectory;

beforeEach(async () => {
  directory = await ledgerDirectory();
});

afterEach(async () => {
  await directory.dispose();
});

it('restarts after its death, and continues where the rows are', async () => {
  const built = (await import(BUILT)) as { ProjectionThread: typeof ProjectionThread };
  await directory.withStore((store) => prepareLog(store, { disputes: 10, eventsEach: 5 }));
  await writeFile(directory.files.readModels, 'This is not a database, and no thread survives it.');
  const heard: string[] = [];
  const thread = new built.ProjectionThread(
    { dataDirectory: directory.path, storeUrls: undefined },
    { onFailure: () => heard.push('failure'), onRecovery: () => heard.push('recovery') },
  );
  try {
    await until(() => heard.includes('failure'));
    expect(thread.isHealthy).toBe(false);
    await rm(directory.files.readModels);
    await until(() => heard.includes('recovery'));
    expect(thread.isHealthy).toBe(true);
    const readStore = await openReadStore({ dataDirectory: directory.path });
    await until(async () => (await readStore.position()) === 50n);
    await readStore.close();
  } finally {
    await thread.stop();
  }
});
