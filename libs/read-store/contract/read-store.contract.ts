import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { keysAsRows } from '../src/insert-rows.js';
import type { ReadModel } from '../src/read-model.js';
import type { ReadStore } from '../src/read-store.js';
import { describeHeldStreams } from './held-streams.contract.js';
import { noted, type NoteRow, notes, notesIn } from './notes.js';
import type { ReadStorePlace, ReadStoreSubject } from './subject.js';

/** Describes what every read store does, whatever its database. */
export const describeReadStore = (kind: string, newSubject: () => Promise<ReadStoreSubject>): void => {
  let subject: ReadStoreSubject;
  let place: ReadStorePlace;
  let opened: ReadStore[];
  let store: ReadStore;

  const open = async (models: readonly ReadModel[] = [notes]): Promise<ReadStore> => {
    const another = await place.open(models);
    opened.push(another);
    return another;
  };
  const close = async (one: ReadStore): Promise<void> => {
    opened = opened.filter((other) => other !== one);
    await one.close();
  };
  const rows = (): Promise<NoteRow[]> => notesIn(store).selectAll().orderBy('position').execute();
  const positions = async (): Promise<number[]> => (await rows()).map(({ position }) => position);

  beforeAll(async () => (subject = await newSubject()));

  beforeEach(async () => {
    opened = [];
    place = await subject.newPlace();
    store = await open();
  });

  afterEach(async () => {
    await Promise.all(opened.map((one) => one.close()));
  });

  afterAll(() => subject.dispose());

  describeHeldStreams(kind, () => store);

  describe(`a read store on ${kind}: rows and their checkpoint`, () => {
    it('is at the start of the log when it is new', async () => {
      expect(await store.position()).toBe(0n);
      expect(await rows()).toStrictEqual([]);
    });

    it('has the rows of what was applied, and the position up to which it was applied', async () => {
      await store.apply([noted(1n), noted(2n)], 7n);

      expect(await positions()).toStrictEqual([1, 2]);
      expect(await store.position()).toBe(7n);
    });

    it('skips what it has already applied, in whatever batches it comes again', async () => {
      const [one, two, three] = [noted(1n), noted(2n), noted(3n)];
      await store.apply([one, two], 2n);
      await store.apply([one], 1n);
      await store.apply([one, two], 2n);
      await store.apply([two, three], 3n);

      expect(await positions()).toStrictEqual([1, 2, 3]);
      expect(await store.position()).toBe(3n);
    });

    it('gives a read model the events of its streams only', async () => {
      await store.apply([noted(1n), noted(2n, 'not for it', 'letter-a')], 2n);

      expect(await positions()).toStrictEqual([1]);
    });

    it('changes neither rows nor checkpoint when a read model cannot apply the events', async () => {
      const stuck: ReadModel = {
        ...notes,
        name: 'stuck',
        createTables: async () => undefined,
        dropTables: async () => undefined,
        apply: () => Promise.reject(new Error('stuck')),
      };
      await close(store);
      store = await open([notes, stuck]);

      await expect(store.apply([noted(1n)], 1n)).rejects.toThrow('stuck');
      expect(await rows()).toStrictEqual([]);
      expect(await store.position()).toBe(0n);
    });

    it('changes nothing when a row exists already', async () => {
      await expect(store.apply([noted(1n), noted(1n)], 1n)).rejects.toThrow(/unique|duplicate/i);

      expect(await rows()).toStrictEqual([]);
      expect(await store.position()).toBe(0n);
      await store.apply([noted(1n)], 1n);
      expect(await positions()).toStrictEqual([1]);
    });

    it('keeps both when it is closed and opened again', async () => {
      await store.apply([noted(1n)], 1n);
      await close(store);
      store = await open();

      expect(await positions()).toStrictEqual([1]);
      expect(await store.position()).toBe(1n);
    });
  });

  describe(`a read store on ${kind}: the log of its rows`, () => {
    const reached = async () => (await store.reached()).map(({ position, last }) => ({ position, last }));

    it('is known by the last event that was taken, however far the log was examined after it', async () => {
      expect(await reached()).toStrictEqual([{ position: 0n, last: undefined }]);
      await store.apply([], 3n);
      expect(await reached()).toStrictEqual([{ position: 3n, last: undefined }]);
      await store.apply([noted(4n), noted(5n), noted(6n, 'not for it', 'letter-a')], 6n);
      await store.apply([noted(7n, 'not for it', 'letter-a')], 9n);

      expect(await reached()).toStrictEqual([{ position: 9n, last: { position: 5n, id: 'event-5' } }]);
    });

    it('may have been cut after that event and have grown again: the new events are taken', async () => {
      await store.apply([noted(1n)], 5n);
      await store.apply([noted(1n), noted(3n, 'written anew')], 4n);

      expect(await positions()).toStrictEqual([1, 3]);
      expect(await reached()).toStrictEqual([{ position: 4n, last: { position: 3n, id: 'event-3' } }]);
    });

    it('takes no run that begins after what the rows have', async () => {
      await store.apply([noted(1n)], 1n);
      const seen = await store.reached();
      await store.restart(seen);

      const ahead = store.apply([noted(2n)], 2n, { after: 1n });
      await expect(ahead).rejects.toThrow('are not those that were written last');
      expect(await rows()).toStrictEqual([]);
      await store.apply([noted(1n), noted(2n)], 2n, { after: 0n });
      await store.restart(seen);
      expect(await positions()).toStrictEqual([1, 2]);
    });

    it('is not known of rows that a version wrote which did not write events down: they are built again', async () => {
      await store.apply([noted(1n)], 1n);
      await place.run(`update checkpoints set position = '2'`);
      expect(await reached()).toStrictEqual([{ position: 2n, last: 'unknown' }]);
      await expect(store.apply([noted(3n)], 3n)).rejects.toThrow('are not those that were written last');
      for (const column of ['event_position', 'event_id', 'event_as_of'])
        await place.run(`alter table checkpoints drop column ${column}`);
      await close(store);
      store = await open();

      expect(await reached()).toStrictEqual([{ position: 0n, last: undefined }]);
      expect(await rows()).toStrictEqual([]);
      await store.apply([noted(1n)], 1n);
      expect(await positions()).toStrictEqual([1]);
    });
  });

  describe(`a read store on ${kind}: what its rows can hold`, () => {
    it('compares and sorts text by its bytes', async () => {
      const texts = ['a', 'B', '_', 'é', 'É', 'z', 'Z', '1', 'ß', 'a b', 'a-b', 'ab'];
      await store.apply(
        texts.map((text, index) => noted(BigInt(index + 1), text)),
        20n,
      );
      const inOrder = await notesIn(store).select('text').orderBy('text').execute();
      const later = await notesIn(store).select('text').where('text', '>', 'Z').execute();

      const byBytes = [...texts].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      expect(inOrder.map(({ text }) => text)).toStrictEqual(byBytes);
      expect(later.map(({ text }) => text).sort()).toStrictEqual(texts.filter((text) => text > 'Z').sort());
    });

    it('returns positions and counts as numbers, exact to 2^53', async () => {
      const last = BigInt(Number.MAX_SAFE_INTEGER);
      await store.apply([noted(last - 1n), noted(last)], last);
      const { count } = await notesIn(store)
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();

      expect(await positions()).toStrictEqual([Number(last - 1n), Number(last)]);
      expect(await store.position()).toBe(last);
      expect(count).toBe(2);
    });

    it('returns every text as it was written', async () => {
      const texts = [
        '"quoted" \\ and \'single\'',
        '{"a":[1]}',
        'null',
        '',
        '1',
        'line\nend\u2028',
        '😀 é ʼ',
        '$1 ?',
      ];
      await store.apply(
        texts.map((text, index) => noted(BigInt(index + 1), text)),
        BigInt(texts.length),
      );

      expect((await rows()).map(({ text }) => text)).toStrictEqual(texts);
    });

    it('stores a lone surrogate as U+FFFD', async () => {
      await store.apply([noted(1n, 'before\uD83Dafter')], 1n);

      expect((await rows())[0]?.text).toBe('before\uFFFDafter');
    });

    it('stores a NUL as U+FFFD, and goes on', async () => {
      await store.apply([noted(1n, 'before\0after')], 1n);
      await store.apply([noted(2n)], 2n);

      expect(await positions()).toStrictEqual([1, 2]);
      expect((await rows())[0]?.text).toBe('before\uFFFDafter');
    });

    it.each(['plain', '"quoted"', 'before\0after', 'before\uD83Dafter'])(
      'finds a row by the key %j',
      async (text) => {
        await store.apply([noted(1n, text), noted(2n, 'another')], 2n);
        const found = await notesIn(store)
          .select('position')
          .where(({ eb, refTuple }) =>
            eb(refTuple('stream', 'text'), 'in', keysAsRows(store.tables(), [['note-a', text]])),
          )
          .execute();

        expect(found.map(({ position }) => position)).toStrictEqual([1]);
      },
    );

    it.each(['Ω🙂', "'; drop table notes; --", '\\', '%'])('stores and finds %j unchanged', async (text) => {
      await store.apply([noted(1n, text)], 1n);

      expect((await rows())[0]?.text).toBe(text);
      expect(await notesIn(store).selectAll().where('text', '=', text).execute()).toHaveLength(1);
    });
  });

  describe(`a read store on ${kind}: waiting for a position`, () => {
    it('waits for one that is about to be reached', async () => {
      const reached = Promise.all([store.hasReached(1n), store.hasReached(1n), store.hasReached(0n)]);
      await store.apply([noted(1n)], 1n);

      expect(await reached).toStrictEqual([true, true, true]);
    });

    it('gives up on one that nobody reaches', async () => {
      expect(await store.hasReached(1n)).toBe(false);
    });
  });

  describe(`a read store on ${kind}: other versions`, () => {
    const newer: ReadModel = { ...notes, version: notes.version + 1 };

    it('rebuilds a read model of another version from nothing', async () => {
      await store.apply([noted(1n)], 1n);
      await close(store);
      store = await open([newer]);

      expect(await rows()).toStrictEqual([]);
      expect(await store.position()).toBe(0n);
    });

    it('is not held back by a read model that no longer exists', async () => {
      const retired: ReadModel = {
        ...notes,
        name: 'retired',
        createTables: async () => undefined,
        dropTables: async () => undefined,
        apply: async () => undefined,
      };
      await close(store);
      await close(await open([notes, retired]));
      store = await open();
      await store.apply([noted(1n)], 1n);

      expect(await store.position()).toBe(1n);
    });

    it('gives a new read model the whole log, and the others only what they have not had', async () => {
      const seen: bigint[] = [];
      const counting: ReadModel = {
        ...notes,
        name: 'counting',
        createTables: async () => undefined,
        dropTables: async () => undefined,
        apply: async (_, events) => void seen.push(...events.map(({ position }) => position)),
      };
      await store.apply([noted(1n)], 1n);
      await close(store);
      store = await open([notes, counting]);

      expect(await store.position()).toBe(0n);
      await store.apply([noted(1n), noted(2n)], 2n);
      expect(seen).toStrictEqual([1n, 2n]);
      expect(await positions()).toStrictEqual([1, 2]);
    });
  });
};
