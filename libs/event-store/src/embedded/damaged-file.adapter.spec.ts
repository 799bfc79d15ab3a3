import { open } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryLog, type TemporaryLog } from '../../../../test/support/stores.js';
import { changeEventsInFile } from '../../../../test/support/stored-events.js';
import { collect, notes, readWhole } from '../../contract/sample-events.js';
import { type EventStore, InDoubtError } from '../event-store.js';

const PAGE_BYTES = 8_192;
const STREAM = 'note-1';

let log: TemporaryLog;
beforeEach(async () => {
  log = await temporaryLog();
});
afterEach(() => log.dispose());

/** Overwrites the pages of the closed file from the third one on: the first two have the tables' names. */
const overwrite = async (path: string, byte: number): Promise<void> => {
  const file = await open(path, 'r+');
  const { size } = await file.stat();
  await file.write(Buffer.alloc(size - 2 * PAGE_BYTES, byte), 0, undefined, 2 * PAGE_BYTES);
  await file.close();
};

const READS: readonly (readonly [string, (store: EventStore) => Promise<unknown>])[] = [
  ['a stream', (store) => readWhole(store, STREAM)],
  [
    'the end of a stream',
    (store) => collect(store.readStream(STREAM, { direction: 'backwards', maxCount: 1 })),
  ],
  ['the log', (store) => collect(store.readAll())],
  ['the links of the log', (store) => collect(store.readLinks())],
  ['the newest events', (store) => store.newest(5)],
  ['where the log ends', (store) => store.headPosition()],
];

describe('a file with pages that SQLite cannot have written', () => {
  it.each([0x00, 0xff])('puts the log in doubt, whatever is read of it (bytes %#x)', async (byte) => {
    await log.store.append(STREAM, notes(400), 'no-stream');
    await log.store.close();
    await overwrite(log.path, byte);
    const store = await log.openAnother();
    for (const [, read] of READS) await expect(read(store)).rejects.toThrow(InDoubtError);
  });
});

describe('a file with an event that is not JSON', () => {
  it.each([
    ['data', '{"text":'],
    ['data', ''],
    ['metadata', 'nothing'],
  ] as const)('says so of the event, and reads on: %s is %j', async (part, text) => {
    await log.store.append(STREAM, notes(3), 'no-stream');
    await changeEventsInFile(log.path, (event) =>
      event.revision === 1 ? { ...event, [part]: text } : event,
    );
    const [page] = await collect(log.store.readAll());
    for (const events of [await readWhole(log.store, STREAM), page?.events])
      expect(events).toMatchObject([
        {},
        {
          illegible: `its ${part} is no JSON object`,
          [part]: { $octets: Buffer.from(text).toString('base64') },
        },
        {},
      ]);
  });

  it('is read whole when only the links are read, if the metadata is not', async () => {
    await log.store.append(STREAM, notes(3), 'no-stream');
    await changeEventsInFile(log.path, (event) => ({ ...event, metadata: 'nothing' }));
    const [page] = await collect(log.store.readLinks());
    expect(page?.events).toMatchObject(
      [0n, 1n, 2n].map((revision) => ({ revision, illegible: 'its metadata is no JSON object' })),
    );
  });
});
