import { describe, expect, it } from '@jest/globals';
import { sampleMetadata } from '../../contract/sample-events.js';
import type { RecordedEvent } from '../event-store.js';
import { Acceptances, eventDigest, QUARANTINE_STREAM, quarantineCodec } from './quarantine.js';

const EVENT: RecordedEvent = {
  id: '0190f3c2-7d1e-7000-8000-000000000009',
  type: 'Foreign',
  stream: 'dispute-smartodr.A-1',
  revision: 3n,
  position: 41n,
  data: { $octets: 'aGVsbG8=' },
  metadata: sampleMetadata,
  illegible: 'its data is no JSON',
};

const decisionAbout = (event: RecordedEvent): RecordedEvent => ({
  id: '0190f3c2-7d1e-7000-8000-000000000010',
  stream: QUARANTINE_STREAM,
  revision: 0n,
  position: 50n,
  metadata: sampleMetadata,
  ...quarantineCodec.encode({
    type: 'QuarantineAccepted',
    data: {
      stream: event.stream,
      kind: 'unreadable',
      revision: String(event.revision),
      eventId: event.id,
      position: String(event.position),
      sha256: eventDigest(event),
      problem: 'its data is no JSON',
      by: 'Olga',
      reason: 'a test',
    },
  }),
});

describe('a decision to pass an event over', () => {
  const accepted = new Acceptances();
  accepted.take(decisionAbout(EVENT));

  it('covers that event, wherever the log has it now', () => {
    expect(accepted.of({ ...EVENT, position: 77n })).toMatchObject({ by: 'Olga', reason: 'a test' });
  });

  it.each([
    ['id', { id: '0190f3c2-7d1e-7000-8000-000000000011' }],
    ['data', { data: { $octets: 'aGVsbG8h' } }],
    ['metadata', { metadata: { ...sampleMetadata, holder: 'Another' } }],
    ['type', { type: 'Other' }],
    ['revision', { revision: 4n }],
    ['stream', { stream: 'dispute-smartodr.A-2' }],
  ])('covers none with another %s', (_, changed) => {
    expect(accepted.of({ ...EVENT, ...changed })).toBeUndefined();
  });

  it('is none if it cannot be read itself', () => {
    const none = new Acceptances();
    none.take({ ...decisionAbout(EVENT), illegible: 'its data is no JSON' });
    none.take({ ...decisionAbout(EVENT), type: 'QuarantineAccepted.v9' });

    expect(none.of(EVENT)).toBeUndefined();
  });

  it('is not decoded without who decided it', () => {
    const { by: _, ...data } = decisionAbout(EVENT).data;

    expect(() => quarantineCodec.decode({ type: 'QuarantineAccepted.v1', data })).toThrow('by');
  });
});
