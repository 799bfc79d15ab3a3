import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { entityIdOf, EmbeddedEventStore, type NewEvent } from '#libs/event-store';
import { type TemporaryDirectory, temporaryDirectory } from '../../../test/support/temporary-directory.js';
import type { ReadModel } from '../src/read-model.js';
import type { ReadStore } from '../src/read-store.js';
import { Replay, type ReplayOptions } from '../src/replay/replay.js';
import { ReplayInProgressError } from '../src/replay/replay-session.js';
import type { ReplayResult } from '../src/replay/replay-result.js';
import { noted, notes, notesIn } from './notes.js';
import type { ReadStorePlace } from './subject.js';

/** A place whose rows can also be changed behind the back of the read store. */
export interface TamperedPlace extends ReadStorePlace {
  /** Runs a statement on a connection of its own, and returns its rows. */
  run(sql: string): Promise<readonly Record<string, unknown>[]>;
  /** Lists the names of all tables. */
  tables(): Promise<readonly string[]>;
}

export interface ReplaySubject {
  newPlace(): Promise<TamperedPlace>;
  dispose(): Promise<void>;
}

const STREAMS = ['note-a', 'note-b', 'note-é', 'note-B'];
const EVENTS_EACH = 300;
const EVENTS = STREAMS.length * EVENTS_EACH;

const options = (overrides: Partial<ReplayOptions> = {}): ReplayOptions => ({
  subjects: {
    columns: ['stream'],
    of: ({ stream, position }) =>
      typeof stream === 'string' ? { stream, revision: BigInt(Number(position) - 1) } : undefined,
    locate: () => Promise.resolve(undefined),
  },
  isSwapWanted: false,
  signal: new AbortController().signal,
  onProgress: () => undefined,
  ...overrides,
});

const idAt = (stream: string, revision: number): string => entityIdOf('note', `${stream}@${revision}`);

/** Describes what a replay does, whatever the database of the read models. */
export const describeReplay = (kind: string, newSubject: () => Promise<ReplaySubject>): void => {
  let subject: ReplaySubject;
  let directory: TemporaryDirectory;
  let log: EmbeddedEventStore;
  let place: TamperedPlace;
  let store: ReadStore;
  let before: readonly string[];

  const replay = async (overrides: Partial<ReplayOptions> = {}): Promise<ReplayResult> =>
    (await Replay.begin(log, store)).run(options(overrides));

  const append = async (stream: string, count: number, from = 0): Promise<void> => {
    const events = Array.from({ length: count }, (_, index): NewEvent => {
      const revision = from + index;
      const { type, metadata } = noted(1n);
      return { id: idAt(stream, revision), type, metadata, data: { text: `${stream}, note ${revision}` } };
    });
    await log.append(stream, events, from === 0 ? 'no-stream' : BigInt(from - 1));
  };

  /** Projects the rest of the log into the live rows. */
  const project = async (): Promise<void> => {
    for await (const { events, position } of log.readAll({ after: await store.position() }))
      await store.apply(events, position);
  };

  beforeAll(async () => {
    subject = await newSubject();
  });

  beforeEach(async () => {
    directory = await temporaryDirectory();
    log = await EmbeddedEventStore.open(`${directory.path}/events.sqlite`);
    for (const stream of STREAMS) await append(stream, EVENTS_EACH);
    place = await subject.newPlace();
    store = await place.open([notes]);
    await project();
    before = await place.tables();
  });

  afterEach(async () => {
    await store.close();
    await log.close();
    await directory.remove();
  });

  afterAll(() => subject.dispose());

  describe(`a replay on ${kind}`, () => {
    it('comes to the same digests with batches of any size', async () => {
      const results = [];
      for (const batchEvents of [1, 7, 1_000]) results.push(await replay({ batchEvents }));

      for (const result of results) {
        expect(result).toMatchObject({ outcome: 'equal', position: String(EVENTS), events: EVENTS });
        expect(result.tables).toStrictEqual(results[0]?.tables);
      }
      expect(results[0]?.tables).toMatchObject([
        {
          table: 'notes',
          rows: { live: EVENTS, rebuilt: EVENTS },
          streams: { compared: STREAMS.length, different: 0 },
        },
      ]);
      expect(results[0]?.tables[0]?.digest.rebuilt).toMatch(/^[0-9a-f]{64}$/);
      expect(await place.tables()).toStrictEqual(before);
    });

    it('reports exactly the row that was altered, and the event that says otherwise; a swap mends it', async () => {
      await place.run(`update notes set text = 'altered' where stream = 'note-a' and position = 17`);

      const result = await replay();

      expect(result).toMatchObject({ outcome: 'different', differenceCount: 1 });
      expect(result.differences).toStrictEqual([
        {
          table: 'notes',
          key: { stream: 'note-a', position: 17 },
          stream: 'note-a',
          kind: 'changed',
          fields: [
            {
              column: 'text',
              path: '',
              from: 'altered',
              to: 'note-a, note 16',
              event: {
                eventId: idAt('note-a', 16),
                type: 'Noted.v1',
                stream: 'note-a',
                revision: '16',
                position: '17',
                recordedAt: '2025-01-01T00:00:00.000Z',
              },
            },
          ],
          fieldCount: 1,
          event: {
            eventId: idAt('note-a', 16),
            type: 'Noted.v1',
            stream: 'note-a',
            revision: '16',
            position: '17',
            recordedAt: '2025-01-01T00:00:00.000Z',
          },
        },
      ]);
      expect(result.tables[0]?.streams).toMatchObject({
        compared: 4,
        different: 1,
        differing: [{ stream: 'note-a' }],
      });

      expect(await replay({ isSwapWanted: true })).toMatchObject({ outcome: 'mended', differenceCount: 1 });
      expect(await replay()).toMatchObject({ outcome: 'equal', differenceCount: 0 });
      expect(await place.tables()).toStrictEqual(before);
    });

    it('reports the row that was removed and the one that was added', async () => {
      await place.run(`delete from notes where stream = 'note-a' and position = 1`);
      await place.run(`insert into notes (stream, position, text) values ('note-zz', 5, 'made up')`);

      const { differences } = await replay();

      expect(differences).toMatchObject([
        { kind: 'missing', key: { stream: 'note-a', position: 1 }, event: { eventId: idAt('note-a', 0) } },
        { kind: 'unexpected', key: { stream: 'note-zz', position: 5 }, event: null },
      ]);
    });

    it('can be swapped in again and again, and the projections continue on the rebuilt tables', async () => {
      for (let time = 0; time < 3; time += 1) {
        await append('note-a', 5, EVENTS_EACH + 5 * time);
        expect(await replay({ isSwapWanted: true })).toMatchObject({ outcome: 'equal' });
        await project();
      }

      expect(await notesIn(store).selectAll().where('stream', '=', 'note-a').execute()).toHaveLength(
        EVENTS_EACH + 15,
      );
      expect(await replay()).toMatchObject({ outcome: 'equal', position: String(EVENTS + 15) });
      expect(await place.tables()).toStrictEqual(before);
    });

    it('compares up to the position of the live rows, and no further', async () => {
      await append('note-a', 5, EVENTS_EACH);

      expect(await replay()).toMatchObject({ outcome: 'equal', position: String(EVENTS) });
    });

    it('is refused while another one runs, and not after it', async () => {
      const first = await Replay.begin(log, store);
      await expect(Replay.begin(log, store)).rejects.toThrow(ReplayInProgressError);
      await first.run(options());

      expect(await replay()).toMatchObject({ outcome: 'equal' });
    });

    it('leaves nothing behind when it is stopped, and can be started again', async () => {
      const stopping = new AbortController();
      const stopped = replay({
        signal: stopping.signal,
        batchEvents: 10,
        onProgress: ({ done }) => {
          if (done >= 100) stopping.abort(new Error('stopped by hand'));
        },
      });

      await expect(stopped).rejects.toThrow('stopped by hand');
      expect(await place.tables()).toStrictEqual(before);
      expect(await replay()).toMatchObject({ outcome: 'equal' });
    });

    it('removes the tables of one that died, and none of one that runs', async () => {
      await place.run('create table replay_dead0000_notes (stream text)');
      await store.removeDeadShadows();
      expect(await place.tables()).toStrictEqual(before);

      const running = await Replay.begin(log, store);
      await store.removeDeadShadows();
      expect(await running.run(options())).toMatchObject({ outcome: 'equal' });
    });

    it('fails when a read model cannot apply an event, and leaves the live rows alone', async () => {
      const broken: ReadModel = { ...notes, apply: () => Promise.reject(new Error('cannot be read')) };
      await store.close();
      store = await place.open([broken]);

      await expect(replay()).rejects.toThrow('cannot be read');
      expect(await notesIn(store).selectAll().execute()).toHaveLength(EVENTS);
      expect(await place.tables()).toStrictEqual(before);
    });

    it('shows readers the old rows or the new ones, never a mixture', async () => {
      await place.run(`update notes set text = 'old'`);
      const seen = new Set<string>();
      const over = new AbortController();
      const isOver = (): boolean => over.signal.aborted;
      const reading = (async () => {
        while (!isOver()) {
          const rows = await notesIn(store).select('text').execute();
          seen.add(
            `${rows.length}: ${String(rows.some(({ text }) => text === 'old'))} ${String(rows.every(({ text }) => text === 'old'))}`,
          );
          await new Promise((resolve) => setImmediate(resolve));
        }
      })();
      const { swap } = await replay({ isSwapWanted: true });
      over.abort();
      await reading;

      expect([...seen].sort().slice(0, 2)).toStrictEqual([`${EVENTS}: false false`, `${EVENTS}: true true`]);
      expect(seen.size).toBe(2);
      expect(swap?.writePauseMs).toBeGreaterThan(0);
    });
  });
};
