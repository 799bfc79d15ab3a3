import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PATIENT } from '../../../test/support/eventstoredb/opened-store.js';
import { TestEventStore } from '../../../test/support/eventstoredb/test-event-store.js';
import { prepareLog } from '../../../test/support/prepared-log.js';
import { temporaryLog, type TemporaryLog } from '../../../test/support/stores.js';
import { noted, notes } from '../contract/sample-events.js';
import { copyLog, type CopyProgress, CopyMismatchError } from './copy-log.js';
import type { EventStore, RecordedEvent } from './event-store.js';
import { EventStoreDbEventStore } from './eventstoredb/eventstoredb-event-store.js';

const EVENTS = 120;

let log: TemporaryLog;
let server: TestEventStore;
let target: EventStoreDbEventStore;
let progress: CopyProgress[];

beforeEach(async () => {
  log = await temporaryLog();
  await prepareLog(log.store, { disputes: 4, eventsEach: EVENTS / 4 });
  server = await TestEventStore.start({ hasCategoryProjection: true });
  target = await EventStoreDbEventStore.open(server.url, PATIENT);
  progress = [];
});

afterEach(async () => {
  await target.close();
  await server.stop();
  await log.dispose();
});

const copy = (to: EventStore = target) =>
  copyLog({ source: log.store, target: to, onProgress: (step) => progress.push(step) });

const wholeLog = async (store: EventStore): Promise<RecordedEvent[]> => {
  const events: RecordedEvent[] = [];
  for await (const page of store.readAll()) events.push(...page.events);
  return events;
};

/** Returns the events without their positions, which are the store's own. */
const contents = (events: readonly RecordedEvent[]) => events.map(({ position: _, ...rest }) => rest);

describe('a log that is copied to another store', () => {
  it('has the same events there, in the same order, with the same revisions', async () => {
    expect(await copy()).toStrictEqual({ copied: EVENTS, verified: EVENTS });

    expect(contents(await wholeLog(target))).toStrictEqual(contents(await wholeLog(log.store)));
    expect(new Set(progress.map(({ phase }) => phase))).toStrictEqual(new Set(['copying', 'verifying']));
  });

  it('is not copied twice', async () => {
    await copy();

    expect(await copy()).toStrictEqual({ copied: 0, verified: EVENTS });
  });

  it('is resumed where an interrupted copy stopped', async () => {
    const interrupted = Object.create(target) as EventStore;
    let appends = 0;
    interrupted.append = (...given) =>
      (appends += 1) > 5 ? Promise.reject(new Error('pulled the plug')) : target.append(...given);
    await expect(copy(interrupted)).rejects.toThrow('pulled the plug');
    const before = (await wholeLog(target)).length;

    expect(before).toBeGreaterThan(0);
    expect(await copy()).toStrictEqual({ copied: EVENTS - before, verified: EVENTS });
    expect(contents(await wholeLog(target))).toStrictEqual(contents(await wholeLog(log.store)));
  });

  it('is continued when the source has grown since', async () => {
    await copy();
    await log.store.append('dispute-smartodr.LATE-1', [noted('late')], 'no-stream');

    expect(await copy()).toStrictEqual({ copied: 1, verified: EVENTS + 1 });
  });
});

describe('a copy that is resumed', () => {
  const interruptedAfter = (appends: number): EventStore => {
    const interrupted = Object.create(target) as EventStore;
    let left = appends;
    interrupted.append = (...given) =>
      (left -= 1) < 0 ? Promise.reject(new Error('pulled the plug')) : target.append(...given);
    return interrupted;
  };

  it('from another source leaves the target as it is, whether that log is longer, shorter or as long', async () => {
    await expect(copy(interruptedAfter(5))).rejects.toThrow('pulled the plug');
    const before = await wholeLog(target);
    for (const events of [1, before.length, EVENTS + 1]) {
      const other = await temporaryLog();
      await other.store.append('dispute-smartodr.OTHER-1', notes(events), 'no-stream');
      await expect(copyLog({ source: other.store, target, onProgress: () => undefined })).rejects.toThrow(
        CopyMismatchError,
      );
      await other.dispose();
    }
    expect(await wholeLog(target)).toStrictEqual(before);
  });

  it('copies nothing from a source that becomes another log after the comparison', async () => {
    await expect(copy(interruptedAfter(5))).rejects.toThrow('pulled the plug');
    const before = await wholeLog(target);
    const source = Object.create(log.store) as EventStore;
    source.idAt = async () => (await log.store.idAt(1n)) ?? '';

    await expect(copyLog({ source, target, onProgress: () => undefined })).rejects.toThrow(
      'The source has become another log',
    );
    expect(await wholeLog(target)).toStrictEqual(before);
  });
});

describe('a target that holds other events', () => {
  it('is left as it is', async () => {
    await target.append('dispute-smartodr.OTHER-1', [noted('other')], 'no-stream');

    await expect(copy()).rejects.toThrow(CopyMismatchError);
    expect(await wholeLog(target)).toHaveLength(1);
  });

  it('is reported with the place of the first event that differs', async () => {
    await copy();
    await target.append('dispute-smartodr.OTHER-1', [noted('other')], 'no-stream');

    await expect(copy()).rejects.toThrow('dispute-smartodr.OTHER-1 revision 0 (event 121 of its log)');
  });

  it('is reported when another writer appends to it during the copy', async () => {
    const disturbed = Object.create(target) as EventStore;
    let isDisturbed = false;
    disturbed.append = async (...given) => {
      if (!isDisturbed) await target.append('dispute-smartodr.OTHER-1', [noted('other')], 'no-stream');
      isDisturbed = true;
      return target.append(...given);
    };

    await expect(copy(disturbed)).rejects.toThrow(CopyMismatchError);
  });
});
