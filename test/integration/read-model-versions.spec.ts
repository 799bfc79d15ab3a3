import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { EmbeddedEventStore, type RecordedEvent } from '#libs/event-store';
import { type ReadModel, ReadStore } from '#libs/read-store';
import { auditLog } from '../support/log-audit.js';
import { prepareLog } from '../support/prepared-log.js';
import { readModels } from '#libs/deployment';
import { type ReadModelRows, readRows, rebuiltRows } from '../support/read-model-rows.js';
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory.js';
import { project } from './project.js';

const EVENTS = 1_000;

let directory: TemporaryDirectory;
let store: EmbeddedEventStore;
let events: readonly RecordedEvent[];
let expected: ReadModelRows;
let path: string;
let fileCount = 0;

beforeAll(async () => {
  directory = await temporaryDirectory();
  const eventsPath = `${directory.path}/events.sqlite`;
  store = await EmbeddedEventStore.open(eventsPath);
  await prepareLog(store, { disputes: 20, eventsEach: EVENTS / 20 });
  ({ events } = await auditLog(eventsPath));
  expected = await rebuiltRows(events);
});

beforeEach(() => {
  fileCount += 1;
  path = `${directory.path}/read-models-${fileCount}.sqlite`;
});

afterAll(async () => {
  await store.close();
  await directory.remove();
});

describe('a read model of another version', () => {
  it('is rebuilt from the start of the log, and the others continue', async () => {
    await project(store, path);
    const applied: string[] = [];
    const changed = readModels.map((model): ReadModel => ({
      ...model,
      version: model.name === 'dispute_timeline' ? model.version + 1 : model.version,
      apply: (transaction, unseen) => {
        applied.push(model.name);
        return model.apply(transaction, unseen);
      },
    }));

    await project(store, path, changed);

    const { checkpoints, disputes, timeline } = await readRows(path);
    expect({ disputes, timeline }).toStrictEqual({
      disputes: expected.disputes,
      timeline: expected.timeline,
    });
    expect(checkpoints).toStrictEqual(
      changed
        .map(({ name: model, version }) => ({
          model,
          version,
          position: String(EVENTS),
          event_position: String(EVENTS),
          event_id: events.at(-1)?.id,
          event_as_of: String(EVENTS),
        }))
        .sort((a, b) => (a.model < b.model ? -1 : 1)),
    );
    expect(new Set(applied)).toStrictEqual(new Set(['dispute_timeline']));
  });

  it('takes over the tables: a process of the older version stops, and changes nothing', async () => {
    const newer = readModels.map((model): ReadModel => ({ ...model, version: model.version + 1 }));
    const [early, late] = [events.slice(0, 10), events.slice(10, 20)];
    const oldStore = await ReadStore.open(path, readModels);
    await oldStore.apply(early, 10n);

    const newStore = await ReadStore.open(path, newer);
    try {
      await expect(oldStore.apply(late, 20n)).rejects.toThrow(
        `${String(newer[0]?.name)} has version ${String(newer[0]?.version)} in the read store`,
      );
      await newStore.apply(early, 10n);
      await newStore.apply(late, 20n);

      const want = await rebuiltRows([...early, ...late]);
      const { disputes, timeline } = await readRows(path);
      expect({ disputes, timeline }).toStrictEqual({ disputes: want.disputes, timeline: want.timeline });
    } finally {
      await newStore.close();
      await oldStore.close();
    }
  });

  it('that no longer exists does not hold the others back', async () => {
    const retired: ReadModel = {
      name: 'retired',
      version: 1,
      streamPrefixes: ['dispute-'],
      createTables: async () => undefined,
      dropTables: async () => undefined,
      apply: async () => undefined,
    };
    const before = await ReadStore.open(path, [...readModels, retired]);
    await before.apply(events.slice(0, 10), events[9]?.position ?? 0n);
    await before.close();

    await project(store, path);

    const { disputes, timeline } = await readRows(path);
    expect({ disputes, timeline }).toStrictEqual({
      disputes: expected.disputes,
      timeline: expected.timeline,
    });
  });
});
