import { randomUUID } from 'node:crypto';
import type { EventMetadata } from '../src/event-metadata.js';
import type { AppendOutcome, EventStore, NewEvent, RecordedEvent, StreamRead } from '../src/event-store.js';

export const sampleMetadata: EventMetadata = {
  $correlationId: '0190f3c2-7d1e-7000-8000-000000000001',
  $causationId: '0190f3c2-7d1e-7000-8000-000000000002',
  commandId: '0190f3c2-7d1e-7000-8000-000000000002',
  tenant: 'acme',
  actor: { name: 'Ada Lovelace', role: 'agent' },
  credentialId: 'credential-1',
  holder: 'Gotham ODR',
  authProfile: 'strict',
  recordedAt: '2026-03-01T12:00:00.000Z',
};

export const noted = (text: string): NewEvent => ({
  id: randomUUID(),
  type: 'Noted.v1',
  data: { text },
  metadata: sampleMetadata,
});

/** `note 0`, `note 1` and so on. */
export const notes = (count: number): NewEvent[] =>
  Array.from({ length: count }, (_, index) => noted(`note ${index}`));

/** Returns a name that no other test uses on a log that they share. */
export const uniqueName = (category: string): string => `${category}-${randomUUID()}`;

/** Appends the events, in as many appends as they need, and returns the position of the last. */
export const appendAll = async (
  store: EventStore,
  stream: string,
  events: readonly NewEvent[],
): Promise<bigint> => {
  let position = 0n;
  for (let start = 0; start < events.length; start += 250) {
    const expected = start === 0 ? 'no-stream' : BigInt(start - 1);
    position = accepted(await store.append(stream, events.slice(start, start + 250), expected)).position;
  }
  return position;
};

/** Returns the outcome of an append that the test needs to succeed, or throws. */
export const accepted = (outcome: AppendOutcome): Extract<AppendOutcome, { outcome: 'appended' }> => {
  if (outcome.outcome !== 'appended') throw new Error(`The append ended as ${outcome.outcome}.`);
  return outcome;
};

export const readWhole = (
  store: EventStore,
  stream: string,
  read: StreamRead = { direction: 'forwards' },
): Promise<RecordedEvent[]> => collect(store.readStream(stream, read));

export const collect = async <Item>(items: AsyncIterable<Item>): Promise<Item[]> => {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
};

export const texts = (events: readonly NewEvent[]): unknown[] => events.map(({ data }) => data['text']);

export const ids = (events: readonly NewEvent[]): string[] => events.map(({ id }) => id);

export const revisions = (events: readonly RecordedEvent[]): bigint[] =>
  events.map(({ revision }) => revision);

export const positions = (events: readonly RecordedEvent[]): bigint[] =>
  events.map(({ position }) => position);

export const isGrowing = (values: readonly bigint[]): boolean =>
  values.every((value, index) => index === 0 || value > (values[index - 1] as bigint));
