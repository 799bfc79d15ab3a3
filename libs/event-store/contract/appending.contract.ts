import { describe, expect, it } from '@jest/globals';
import { limits } from '../src/limits.js';
import type { Subject } from './subject.js';
import {
  accepted,
  appendAll,
  ids,
  isGrowing,
  noted,
  notes,
  positions,
  readWhole,
  revisions,
  sampleMetadata,
  texts,
  uniqueName,
} from './sample-events.js';

export const appendingContract = (subject: Subject): void => {
  it('starts a stream at revision 0', async () => {
    const { store } = subject();
    const stream = uniqueName('note');
    const { revision, position } = accepted(await store.append(stream, [noted('first')], 'no-stream'));
    expect(revision).toBe(0n);
    const [first, ...others] = await readWhole(store, stream);
    expect(first).toMatchObject({
      stream,
      revision: 0n,
      position,
      type: 'Noted.v1',
      data: { text: 'first' },
    });
    expect(others).toEqual([]);
  });

  it('appends after the revision that the writer has seen', async () => {
    const { store } = subject();
    const stream = uniqueName('note');
    const first = accepted(await store.append(stream, notes(2), 'no-stream'));
    const second = accepted(await store.append(stream, [noted('third')], 1n));
    expect(second.revision).toBe(2n);
    expect(second.position).toBeGreaterThan(first.position);
    expect(texts(await readWhole(store, stream))).toEqual(['note 0', 'note 1', 'third']);
  });

  it('returns the revision and position of the last of several events', async () => {
    const { store } = subject();
    const stream = uniqueName('note');
    const { revision, position } = accepted(await store.append(stream, notes(3), 'no-stream'));
    const events = await readWhole(store, stream);
    expect(revisions(events)).toEqual([0n, 1n, 2n]);
    expect(isGrowing(positions(events))).toBe(true);
    expect(events.at(-1)).toMatchObject({ revision, position });
  });

  it('returns data and metadata exactly as they were', async () => {
    const { store } = subject();
    const stream = uniqueName('note');
    const event = {
      ...noted(''),
      data: {
        text: 'अ 漢 é e\u0301 👩‍⚖️ \u0000 \u2028 " \\ \n',
        nested: { list: [1, -0.5, 1e21, true, null, [], {}], deep: { deeper: { deepest: '' } } },
        amountMinor: '900719925474099267',
        big: 'ß'.repeat(300_000),
      },
      metadata: { ...sampleMetadata, tenant: null, requestDigest: 'a'.repeat(64), actor: { name: 'नेहा' } },
    };
    await store.append(stream, [event], 'no-stream');
    const [recorded] = await readWhole(store, stream);
    expect(recorded).toEqual({ ...event, stream, revision: 0n, position: recorded?.position });
  });

  describe('at a revision that is not the stream’s', () => {
    it.each([
      { length: 0, expected: 0n, actual: 'no-stream' },
      { length: 0, expected: 7n, actual: 'no-stream' },
      { length: 2, expected: 'no-stream', actual: 1n },
      { length: 2, expected: 0n, actual: 1n },
      { length: 2, expected: 2n, actual: 1n },
    ] as const)('$length events, expected $expected: a conflict with $actual', async (given) => {
      const { store } = subject();
      const stream = uniqueName('note');
      if (given.length > 0) await store.append(stream, notes(given.length), 'no-stream');
      const outcome = await store.append(stream, [noted('late'), noted('later')], given.expected);
      expect(outcome).toEqual({ outcome: 'conflict', actualRevision: given.actual });
      expect(await readWhole(store, stream)).toHaveLength(given.length);
    });
  });

  describe('the same append, sent again,', () => {
    it.each([1, 3])('adds nothing and returns the first result (%d events)', async (count) => {
      const { store } = subject();
      const stream = uniqueName('note');
      const events = notes(count);
      const first = await store.append(stream, events, 'no-stream');
      expect(await store.append(stream, events, 'no-stream')).toEqual(first);
      expect(ids(await readWhole(store, stream))).toEqual(ids(events));
    });

    it('returns the first result even when newer events follow', async () => {
      const { store } = subject();
      const stream = uniqueName('note');
      await store.append(stream, [noted('before')], 'no-stream');
      const events = notes(2);
      const first = await store.append(stream, events, 0n);
      await store.append(stream, [noted('after')], 2n);
      expect(await store.append(stream, events, 0n)).toEqual(first);
      expect(await readWhole(store, stream)).toHaveLength(4);
    });

    it('is a conflict when only its beginning is the same', async () => {
      const { store } = subject();
      const stream = uniqueName('note');
      const [first, second] = [noted('first'), noted('second')];
      await store.append(stream, [first, second], 'no-stream');
      const conflict = { outcome: 'conflict', actualRevision: 1n };
      expect(await store.append(stream, [first, noted('other')], 'no-stream')).toEqual(conflict);
      expect(await store.append(stream, [first, second, noted('third')], 'no-stream')).toEqual(conflict);
      expect(texts(await readWhole(store, stream))).toEqual(['first', 'second']);
    });

    it('is a conflict at another revision', async () => {
      const { store } = subject();
      const stream = uniqueName('note');
      const events = notes(1);
      await store.append(stream, [noted('before')], 'no-stream');
      await store.append(stream, events, 0n);
      const conflict = { outcome: 'conflict', actualRevision: 1n };
      expect(await store.append(stream, events, 'no-stream')).toEqual(conflict);
    });
  });

  describe('what every store rejects', () => {
    const tooBig = { ...noted(''), data: { text: 'x'.repeat(limits.maxAppendBytes) } };
    it.each([
      ['no events', []],
      ['too many events', notes(limits.maxEventsPerAppend + 1)],
      ['one event that is too big', [tooBig]],
      ['events that are too big together', [noted('x'.repeat(600_000)), noted('é'.repeat(250_000))]],
      ['an id that is no UUID', [{ ...noted(''), id: 'note-1' }]],
      ['an id in capitals', [{ ...noted(''), id: 'A3BB189E-8BF9-3888-9912-ACE4E6543002' }]],
      ['a type of the system', [{ ...noted(''), type: '$metadata' }]],
    ])('%s: a RangeError, and nothing is written', async (_, events) => {
      const { store } = subject();
      const stream = uniqueName('note');
      await expect(store.append(stream, events, 'no-stream')).rejects.toThrow(RangeError);
      expect(await readWhole(store, stream)).toEqual([]);
    });

    it.each([
      ['empty', ''],
      ['too long', 'n'.repeat(limits.maxStreamNameLength + 1)],
      ['with a NUL', 'note-1\u0000'],
      ['with half a surrogate pair', 'note-\ud800'],
      ['of the system', '$note-1'],
    ])('a stream name that is %s', async (_, stream) => {
      const { store } = subject();
      await expect(store.append(stream, notes(1), 'no-stream')).rejects.toThrow(RangeError);
      expect(await readWhole(store, stream)).toEqual([]);
    });

    it('does not include an append of as many events as are allowed', async () => {
      const { store } = subject();
      const stream = uniqueName('note');
      const events = notes(limits.maxEventsPerAppend);
      accepted(await store.append(stream, events, 'no-stream'));
      expect(ids(await readWhole(store, stream))).toEqual(ids(events));
    });
  });

  describe('at the same time', () => {
    it('lets exactly one of ten writers start a stream', async () => {
      const { store } = subject();
      const stream = uniqueName('note');
      const outcomes = await Promise.all(
        notes(10).map((event) => store.append(stream, [event], 'no-stream')),
      );
      expect(outcomes.filter(({ outcome }) => outcome === 'appended')).toHaveLength(1);
      expect(outcomes.filter(({ outcome }) => outcome === 'conflict')).toHaveLength(9);
      expect(await readWhole(store, stream)).toHaveLength(1);
    });

    it('gives every revision of a stream to exactly one of five writers', async () => {
      const { store } = subject();
      const stream = uniqueName('note');
      await store.append(stream, [noted('start')], 'no-stream');
      const writeFour = async (): Promise<bigint[]> => {
        const won: bigint[] = [];
        let seen = 0n;
        while (won.length < 4) {
          const answer = await store.append(stream, [noted('mine')], seen);
          if (answer.outcome === 'appended') won.push(answer.revision);
          seen = answer.outcome === 'appended' ? answer.revision : seen + 1n;
        }
        return won;
      };
      const won = (await Promise.all([1, 2, 3, 4, 5].map(writeFour))).flat();
      const all = Array.from({ length: 20 }, (_, index) => BigInt(index + 1));
      expect(won.toSorted((a, b) => Number(a - b))).toEqual(all);
      expect(revisions(await readWhole(store, stream))).toEqual([0n, ...all]);
    });

    it('writes to many streams', async () => {
      const { store } = subject();
      const streams = Array.from({ length: 100 }, () => uniqueName('note'));
      const ends = await Promise.all(streams.map((stream) => appendAll(store, stream, notes(3))));
      expect(new Set(ends).size).toBe(100);
      for (const stream of streams)
        expect(texts(await readWhole(store, stream))).toEqual(['note 0', 'note 1', 'note 2']);
    });
  });
};
