import { randomUUID } from 'node:crypto';
import type { NewEvent } from '#libs/event-store';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { temporaryLog, type TemporaryLog } from '../../../test/support/stores.js';
import { temporaryDirectory, type TemporaryDirectory } from '../../../test/support/temporary-directory.js';
import { until } from '../../../test/support/until.js';
import { noted, notes } from '../contract/notes.js';
import { ProjectionRunner } from './projection-runner.js';
import { ReadStore } from './read-store.js';

const EVENTS = 1_200;

let directory: TemporaryDirectory;
let log: TemporaryLog;
let readStore: ReadStore;

const newNotes = (count: number): readonly NewEvent[] =>
  Array.from({ length: count }, () => {
    const { type, data, metadata } = noted(1n);
    return { id: randomUUID(), type, data, metadata };
  });

beforeAll(async () => {
  [directory, log] = await Promise.all([temporaryDirectory(), temporaryLog()]);
  for (let stream = 0; stream < EVENTS / 400; stream += 1)
    await log.store.append(`note-${stream}`, newNotes(400), 'no-stream');
  readStore = await ReadStore.open(`${directory.path}/rows.sqlite`, [notes]);
});

afterAll(async () => {
  await readStore.close();
  await log.dispose();
  await directory.remove();
});

/** Projects until the rows have what the log has, and returns what the listener was told. */
const told = async (): Promise<readonly object[]> => {
  const news: object[] = [];
  const runner = new ProjectionRunner(log.store, readStore, {
    onFailure: (error) => news.push({ failure: error }),
    onRebuild: (rebuild) => news.push(rebuild),
    onRebuilt: (rebuild) => news.push(rebuild),
  });
  runner.start();
  const head = await log.store.headPosition();
  await until(async () => (await readStore.position()) >= head);
  // The listener is told after the batch is committed.
  await runner.stop();
  return news;
};

it('says once that rows without anything are built, and once that they are, with how many events', async () => {
  expect(await told()).toStrictEqual([
    { position: 0n, of: BigInt(EVENTS) },
    { position: BigInt(EVENTS), events: EVENTS, ms: expect.any(Number) },
  ]);
});

it('says nothing of rows that follow, and nothing of ones that have everything', async () => {
  expect(await told()).toStrictEqual([]);
  await log.store.append('note-0', newNotes(3), 399n);
  expect(await told()).toStrictEqual([]);
});
