import { randomUUID } from 'node:crypto';
import type { NewEvent } from '#libs/event-store';
import { openDatabase } from '#libs/sqlite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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

describe('rows that are behind the end that the log had at the start', () => {
  /** Makes a store with this many notes, whose rows have the first of them. */
  const startedOn = async (notesInLog: number, notesInRows: number) => {
    const other = await temporaryLog();
    const path = `${directory.path}/${randomUUID()}.sqlite`;
    const store = await ReadStore.open(path, [notes]);
    for (let index = 0; index < notesInLog; index += 1)
      await other.store.append('note-1', [newNote()], index === 0 ? 'no-stream' : BigInt(index - 1));
    const projectTo = async (last: bigint): Promise<void> => {
      for await (const { events } of other.store.readAll({ after: await store.position() }))
        await store.apply(
          events.filter(({ position }) => position <= last),
          last,
        );
    };
    if (notesInRows > 0) await projectTo(BigInt(notesInRows));
    const started = new CurrentRows(other.store, store);
    await started.noteStart(new AbortController().signal);
    return {
      log: other.store,
      store,
      started,
      projectTo,
      /** Sets the rows back, as another process does that builds them again. */
      setBackTo: async (position: bigint): Promise<void> => {
        const database = await openDatabase(path, { synchronous: 'NORMAL' });
        database.exec(`DELETE FROM notes; UPDATE checkpoints SET position = '${position}'`);
        database.close();
      },
      dispose: async () => {
        await store.close();
        await other.dispose();
      },
    };
  };

  it('are waited for, and are not being built if they get there', async () => {
    const { started, projectTo, dispose } = await startedOn(3, 1);
    expect(await started.rebuildingNow()).toStrictEqual({ position: 1n, of: 3n });

    const asked = started.rebuilding();
    await projectTo(3n);

    expect(await asked).toBeUndefined();
    await dispose();
  });

  it('are being built while they do not, and complete at the end of that time whatever came since', async () => {
    const { log: store, started, projectTo, dispose } = await startedOn(3, 0);
    await store.append('note-1', [newNote()], 2n);

    expect(await started.rebuilding()).toStrictEqual({ position: 0n, of: 3n });
    await projectTo(2n);
    expect(await started.rebuilding()).toStrictEqual({ position: 2n, of: 3n });
    await projectTo(3n);
    expect(await started.rebuilding()).toBeUndefined();
    await dispose();
  });

  it('are not asked about again once they are there', async () => {
    const { store, started, dispose } = await startedOn(2, 2);
    expect(await started.rebuilding()).toBeUndefined();

    await store.close();
    expect(await started.rebuilding()).toBeUndefined();
    await dispose();
  });

  it('are being built again when they fall back, as far as the log goes', async () => {
    const { log: store, started, projectTo, setBackTo, dispose } = await startedOn(3, 3);
    await store.append('note-1', [newNote()], 2n);
    await projectTo(4n);
    expect([await started.position(), await started.rebuilding()]).toStrictEqual([4n, undefined]);

    await setBackTo(0n);
    expect(await started.position()).toBe(0n);
    expect(await started.rebuilding()).toStrictEqual({ position: 0n, of: 4n });
    await projectTo(4n);
    expect(await started.rebuilding()).toBeUndefined();
    await dispose();
  });

  it('that were those of a longer log are complete where the log ends', async () => {
    const { started, projectTo, setBackTo, dispose } = await startedOn(2, 2);
    await setBackTo(1_000n);
    expect([await started.position(), await started.rebuilding()]).toStrictEqual([1_000n, undefined]);

    await setBackTo(0n);
    expect(await started.rebuildingNow()).toStrictEqual({ position: 0n, of: 2n });
    await projectTo(2n);
    expect(await started.rebuilding()).toBeUndefined();
    await dispose();
  });

  it('of an empty log are complete', async () => {
    const { started, dispose } = await startedOn(0, 0);
    expect(await started.rebuilding()).toBeUndefined();
    await dispose();
  });
});
