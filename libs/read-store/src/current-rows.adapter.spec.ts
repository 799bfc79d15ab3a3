import { randomUUID } from 'node:crypto';
import type { NewEvent } from '#libs/event-store';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { temporaryLog, type TemporaryLog } from '../../../test/support/stores.js';
import { temporaryDirectory, type TemporaryDirectory } from '../../../test/support/temporary-directory.js';
import { noted, notes } from '../contract/notes.js';
import { CurrentRows } from './current-rows.js';
import { ReadStore } from './read-store.js';

let directory: TemporaryDirectory;
let log: TemporaryLog;
let readStore: ReadStore;
let rows: CurrentRows;

beforeAll(async () => {
  [directory, log] = await Promise.all([temporaryDirectory(), temporaryLog()]);
  readStore = await ReadStore.open(`${directory.path}/rows.sqlite`, [notes]);
  rows = new CurrentRows(log.store, readStore);
});

afterAll(async () => {
  await readStore.close();
  await log.dispose();
  await directory.remove();
});

const newNote = (): NewEvent => {
  const { type, data, metadata } = noted(1n);
  return { id: randomUUID(), type, data, metadata };
};

const project = async (): Promise<void> => {
  for await (const { events, position } of log.store.readAll({ after: await readStore.position() }))
    await readStore.apply(events, position);
};

it('show a log without events', async () => {
  expect(await rows.showLog()).toBe(true);
});

it('do not show a log with an event that they do not have', async () => {
  await log.store.append('note-1', [newNote()], 'no-stream');

  expect(await rows.showLog()).toBe(false);
});

it('show the log when they have the event, also if they get it during the wait', async () => {
  const shown = rows.showLog();
  await project();

  expect([await shown, await rows.showLog()]).toStrictEqual([true, true]);
});

it('show a log that has only gained events which no read model takes', async () => {
  await log.store.append('other-1', [newNote()], 'no-stream');

  expect(await rows.showLog()).toBe(true);
  expect(await rows.position()).toBeLessThan(await log.store.headPosition());
});

it('do not wait for an event that is appended after the call', async () => {
  const shown = rows.showLog();
  await log.store.append('note-1', [newNote()], 0n);

  expect(await shown).toBe(true);
});
