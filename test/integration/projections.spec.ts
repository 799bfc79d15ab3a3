import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EmbeddedEventStore, type RecordedEvent } from '#libs/event-store';
import { ProjectionRunner, ReadStore } from '#libs/read-store';
import fc from 'fast-check';
import { updateRecorded } from '../support/disputes.js';
import { auditLog } from '../support/log-audit.js';
import { newEvent, prepareLog } from '../support/prepared-log.js';
import { newSeed } from '../support/random.js';
import { readModels } from '#libs/deployment';
import { type ReadModelRows, readRows, rebuiltRows } from '../support/read-model-rows.js';
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory.js';
import { until } from '../support/until.js';
import { killAgainAndAgain } from './projection-deaths.js';
import { project, projectInProcess } from './project.js';

const DISPUTES = 100;
const EVENTS_EACH = 100;
const EVENTS = DISPUTES * EVENTS_EACH;
const PAGE_SIZE = 20;

let directory: TemporaryDirectory;
let eventsPath: string;
let store: EmbeddedEventStore;
let events: readonly RecordedEvent[];
let expected: ReadModelRows;
let fileCount = 0;

/** Returns a new path for a file of read models. */
const newFile = (): string => {
  fileCount += 1;
  return `${directory.path}/read-models-${fileCount}.sqlite`;
};

beforeAll(async () => {
  directory = await temporaryDirectory();
  eventsPath = `${directory.path}/events.sqlite`;
  store = await EmbeddedEventStore.open(eventsPath);
  await prepareLog(store, { disputes: DISPUTES, eventsEach: EVENTS_EACH });
  ({ events } = await auditLog(eventsPath));
  expected = await rebuiltRows(events);
});

afterAll(async () => {
  await store.close();
  await directory.remove();
});

describe('projections of a log of 10,000 events', () => {
  it('have a row per dispute and a timeline entry per event', () => {
    expect(events).toHaveLength(EVENTS);
    expect(expected.disputes).toHaveLength(DISPUTES);
    expect(expected.timeline).toHaveLength(EVENTS);
  });

  it('end with the same rows by following the log', async () => {
    const path = newFile();
    await project(store, path);
    expect(await readRows(path)).toStrictEqual(expected);
  });

  it.each([13, 499, 1_000])('end with the same rows in batches of %i events', async (batchSize) => {
    expect(await rebuiltRows(events, batchSize)).toStrictEqual(expected);
  });

  it('end with the same rows one event at a time', async () => {
    const some = events.slice(0, 1_000);
    expect(await rebuiltRows(some, 1)).toStrictEqual(await rebuiltRows(some));
  });

  it('end with the same rows, and no error, when two processes work on one file', async () => {
    const path = newFile();
    const life = { eventsPath, readModelsPath: path, pageSize: PAGE_SIZE };

    const haveEverything = await Promise.all([projectInProcess(life), projectInProcess(life)]);

    expect(haveEverything).toStrictEqual([true, true]);
    expect(await readRows(path)).toStrictEqual(expected);
  });
});

describe('projections whose process is killed while they catch up', () => {
  it('end with the same rows, with a correct checkpoint after every death', async () => {
    const plan = { seed: newSeed(), kills: 34 };
    const newLife = () => Promise.resolve({ eventsPath, readModelsPath: newFile(), pageSize: PAGE_SIZE });
    const { summary, rows } = await killAgainAndAgain(plan, newLife, { events, expected });

    process.stdout.write(`SQLite: ${summary}\n`);
    expect(rows).toStrictEqual(expected);
  });
});

describe('events that are delivered more than once', () => {
  const FEW = 120;

  it('change nothing, whichever windows are delivered again', async () => {
    const few = events.slice(0, FEW);
    const want = await rebuiltRows(few);
    const windows = fc.array(
      fc.record({
        back: fc.nat({ max: 30 }),
        length: fc.nat({ max: 40 }),
        times: fc.integer({ min: 1, max: 5 }),
      }),
      { maxLength: 20 },
    );
    const property = fc.asyncProperty(windows, async (sent) => {
      const path = newFile();
      const readStore = await ReadStore.open(path, readModels);
      try {
        let reached = 0;
        for (const { back, length, times } of [...sent, { back: FEW, length: 2 * FEW, times: 2 }]) {
          const start = Math.max(0, reached - back);
          const window = few.slice(start, start + length);
          for (let time = 0; time < times && window.length > 0; time += 1)
            await readStore.apply(window, window.at(-1)?.position ?? 0n);
          reached = Math.max(reached, start + window.length);
          expect(await readStore.position()).toBe(few[reached - 1]?.position ?? 0n);
        }
        expect(await readRows(path)).toStrictEqual(want);
      } finally {
        await readStore.close();
      }
    });
    await fc.assert(property, { numRuns: 100 });
  });
});

describe('an event that this version cannot read', () => {
  it('holds back its stream alone: nothing of that is shown from there on, and everything else goes on', async () => {
    const logPath = `${directory.path}/poisoned.sqlite`;
    const path = newFile();
    const log = await EmbeddedEventStore.open(logPath);
    const stream = 'dispute-smartodr.POISON-1';
    await prepareLog(log, { disputes: 10, eventsEach: 100 });
    const before = await log.headPosition();
    const readStore = await ReadStore.open(path, readModels);
    const errors: string[] = [];
    const held: string[] = [];
    const runner = new ProjectionRunner(log, readStore, {
      onFailure: (error) => errors.push(String(error)),
      onHeld: (stopped) => held.push(stopped.stream),
    });
    try {
      runner.start();
      await until(async () => (await readStore.position()) === before);
      expect(runner.isHealthy).toBe(true);

      const poison = { ...newEvent(stream, 0, updateRecorded()), type: 'DisputeForetold.v9' };
      await log.append(stream, [poison], 'no-stream');
      await log.append(stream, [newEvent(stream, 1, updateRecorded())], 0n);
      await until(async () => (await readStore.position()) === before + 2n);

      expect(runner.isHealthy).toBe(true);
      expect((await readRows(path)).timeline).toHaveLength(Number(before));
      expect(await readStore.held()).toMatchObject([
        { stream, revision: '0', position: String(before + 1n), type: 'DisputeForetold.v9' },
      ]);
      expect(held).toStrictEqual([stream]);
      expect(errors).toStrictEqual([]);
    } finally {
      await runner.stop();
      await readStore.close();
      await log.close();
    }
  });
});
