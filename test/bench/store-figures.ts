import { eventChain } from '#libs/proof';
import { ChangeDispute } from '#libs/disputes';
import { SystemClock } from '#libs/environment';
import { EmbeddedEventStore, type EventStore, type NewEvent } from '#libs/event-store';
import { randomUUID } from 'node:crypto';
import { ChangeDisputeHandler } from '../../libs/disputes/src/application/dispute-handlers.js';
import { Disputes } from '../../libs/disputes/src/application/disputes.js';
import { disputeStream } from '../../libs/disputes/src/domain/dispute-stream.js';
import { updateCommand } from './commands.js';
import { settings } from './settings.js';
import { median } from './statistics.js';

export const TENANT = 'bench';
const INSTITUTION = 'Bench';
/** One for all events, as a partner keeps its credential. */
const CREDENTIAL_ID = randomUUID();
const EVENTS_AN_APPEND = 100;

const metadata = (commandId: string) => ({
  $correlationId: commandId,
  $causationId: commandId,
  commandId,
  tenant: TENANT,
  actor: { name: 'Bruce Wayne', role: 'MEDIATOR' },
  credentialId: CREDENTIAL_ID,
  holder: INSTITUTION,
  authProfile: 'documented',
  recordedAt: new Date().toISOString(),
});

const updateEvent = (): NewEvent => {
  const { disputeId: _, institution: __, registration: ___, ...data } = updateCommand('x', INSTITUTION).data;
  return { id: randomUUID(), type: 'DisputeUpdateRecorded.v1', data, metadata: metadata(randomUUID()) };
};

const referencedEvent = (disputeId: string): NewEvent => ({
  id: randomUUID(),
  type: 'OdrDisputeReferenced.v1',
  data: { disputeId, institution: INSTITUTION, proceeding: 'conciliation', registration: 'implicit' },
  metadata: metadata(randomUUID()),
});

/**
 * Appends the same events directly to the store, with as many concurrent callers as the HTTP load has
 * connections.
 */
export const bareStoreRate = async (store: EventStore, seconds: number): Promise<number> => {
  const tenant = randomUUID();
  const revisions: (bigint | 'no-stream')[] = Array.from({ length: settings.disputes }, () => 'no-stream');
  const end = performance.now() + seconds * 1_000;
  let appended = 0;
  const caller = async (first: number): Promise<void> => {
    for (let at = first; performance.now() < end; at = (at + settings.connections) % settings.disputes) {
      const outcome = await store.append(
        disputeStream(tenant, `d${at}`),
        [updateEvent()],
        revisions[at] ?? 'no-stream',
      );
      if (outcome.outcome !== 'appended') throw new Error(outcome.outcome);
      revisions[at] = outcome.revision;
      appended += 1;
    }
  };
  await Promise.all(Array.from({ length: settings.connections }, (_, index) => caller(index)));
  return appended / seconds;
};

/** Appends disputes with ten events each. */
export const fillLog = async (store: EventStore, events: number): Promise<void> => {
  const perDispute = 10;
  const disputes = Array.from({ length: events / perDispute }, (_, index) => `fill-${index}`);
  for (let start = 0; start < disputes.length; start += settings.connections)
    await Promise.all(
      disputes
        .slice(start, start + settings.connections)
        .map((disputeId) => fillDispute(store, disputeId, perDispute)),
    );
};

/** Appends a whole dispute, linked as the write path would. Resolves with the id of its last event. */
export const fillDispute = async (store: EventStore, disputeId: string, length: number): Promise<string> => {
  const stream = disputeStream(TENANT, disputeId);
  let prevHash: string | undefined;
  let lastId = '';
  for (let from = 0; from < length; from += EVENTS_AN_APPEND) {
    const linked = Array.from({ length: Math.min(EVENTS_AN_APPEND, length - from) }, (_, offset) => {
      const revision = from + offset;
      const event = revision === 0 ? referencedEvent(disputeId) : updateEvent();
      const placed = eventChain.link({ ...event, stream, revision: BigInt(revision) }, prevHash);
      prevHash = eventChain.hashOf(placed, prevHash);
      lastId = placed.id;
      return placed;
    });
    await store.append(stream, linked, from === 0 ? 'no-stream' : BigInt(from - 1));
  }
  return lastId;
};

/** Measures single commands on disputes of each length, in turns: microseconds, one median per sample. */
export const appendCost = async (file: string): Promise<ReadonlyMap<number, readonly number[]>> => {
  const store = await EmbeddedEventStore.open(file);
  // These ids were never written in other letters: nothing is looked up.
  const ids = { forWriting: (_: string, disputeId: string) => Promise.resolve(disputeId) };
  const handler = new ChangeDisputeHandler(new Disputes(store, new SystemClock(), ids));
  await Promise.all(settings.longStreams.map((length) => fillDispute(store, `long-${length}`, length)));
  const change = (disputeId: string) =>
    handler.execute(
      new ChangeDispute(disputeId, updateCommand(disputeId, INSTITUTION), {
        principal: {
          credentialId: randomUUID(),
          family: 'smart-odr',
          tenant: TENANT,
          holder: INSTITUTION,
          scopes: [],
          authProfile: 'documented',
        },
        operation: { name: '/update', paths: [] },
        parameters: {},
        correlationId: randomUUID(),
        actor: { name: 'Bruce Wayne' },
        body: null,
        idempotencyKey: undefined,
        preconditions: undefined,
      }),
    );
  const costs = new Map<number, number[]>(settings.longStreams.map((length) => [length, []]));
  // The first command on each dispute folds its whole stream; every later one continues from there.
  for (const length of settings.longStreams) await change(`long-${length}`);
  for (let sample = 0; sample < settings.samples; sample += 1) {
    const times = new Map<number, number[]>(settings.longStreams.map((length) => [length, []]));
    for (let round = 0; round < settings.appendsPerSample; round += 1)
      for (const length of settings.longStreams) {
        const start = performance.now();
        await change(`long-${length}`);
        times.get(length)?.push((performance.now() - start) * 1_000);
      }
    for (const length of settings.longStreams) costs.get(length)?.push(median(times.get(length) ?? []));
  }
  await store.close();
  return costs;
};

/** Reads and decodes the whole log in pages. Resolves with the events per second. */
export const readRate = async (store: EventStore): Promise<number> => {
  const start = performance.now();
  let read = 0;
  for await (const { events } of store.readAll()) read += events.length;
  return read / ((performance.now() - start) / 1_000);
};
