import { describe, expect, it } from '@jest/globals';
import { type DomainEvent, eventCodec } from '#libs/kernel';
import { counter } from '../../contract/counter.js';
import { noted, sampleMetadata } from '../../contract/sample-events.js';
import type { EventMetadata } from '../event-metadata.js';
import { decodeRecorded, UndecodableEventError } from '../decode-recorded.js';
import type { RecordedEvent } from '../event-store.js';
import { emptyStream, foldInto } from './folded-stream.js';

const added = (number: number, revision: bigint, metadata: Partial<EventMetadata> = {}): RecordedEvent => ({
  ...noted(''),
  type: 'NumberAdded.v1',
  data: { number },
  stream: 'counter-1',
  revision,
  position: 40n + revision,
  metadata: { ...sampleMetadata, ...metadata },
});

describe('a folded stream', () => {
  it('is empty before the first event', () => {
    expect(emptyStream(0)).toEqual({
      state: 0,
      revision: -1n,
      position: 0n,
      eventId: '',
      hash: undefined,
      recordedAt: '',
      handled: new Map(),
    });
  });

  it('is as of the last event that was folded in', () => {
    const folded = emptyStream(0);
    foldInto(folded, added(3, 0n), counter);
    foldInto(folded, added(4, 1n, { recordedAt: '2026-03-02T00:00:00.000Z' }), counter);
    expect(folded).toEqual({
      state: 7,
      revision: 1n,
      position: 41n,
      eventId: expect.any(String),
      hash: undefined,
      recordedAt: '2026-03-02T00:00:00.000Z',
      handled: new Map(),
    });
  });

  it('remembers commands with an idempotency key by their last event', () => {
    const folded = emptyStream(0);
    const keyed = { commandId: 'command-1', requestDigest: 'digest-1' };
    foldInto(folded, added(3, 0n, keyed), counter);
    foldInto(folded, added(4, 1n, keyed), counter);
    foldInto(folded, added(5, 2n, { commandId: 'command-2' }), counter);
    expect([...folded.handled]).toEqual([
      [
        'command-1',
        {
          requestDigest: 'digest-1',
          holder: sampleMetadata.holder,
          eventId: expect.any(String),
          revision: 1n,
          position: 41n,
        },
      ],
    ]);
  });
});

describe('an event that cannot be decoded', () => {
  const failing = (error: Error) =>
    eventCodec<DomainEvent>()(
      { NumberAdded: 'NumberAdded.v1' },
      {
        'NumberAdded.v1': () => {
          throw error;
        },
      },
    );

  it('is named with its place when no decoder knows it', () => {
    const unknown = { ...added(1, 3n), type: 'NumberForgotten.v9' };
    expect(() => decodeRecorded(counter.codec, unknown)).toThrow(UndecodableEventError);
    expect(() => decodeRecorded(counter.codec, unknown)).toThrow(
      'Cannot decode NumberForgotten.v9 at counter-1 revision 3, position 43',
    );
  });

  it.each([
    new TypeError('a field is missing'),
    new SyntaxError('not a BigInt'),
    new RangeError('not a date'),
  ])('is named with its place whatever its decoder throws: %s', (cause) => {
    const decoding = () => decodeRecorded(failing(cause), added(1, 3n));
    expect(decoding).toThrow('Cannot decode NumberAdded.v1 at counter-1 revision 3, position 43');
    expect(decoding).toThrow(expect.objectContaining({ cause }));
  });
});
