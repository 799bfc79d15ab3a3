import {
  entityIdOf,
  type EventMetadata,
  type EventStore,
  type ExpectedRevision,
  type NewEvent,
} from '#libs/event-store';
import { disputeCodec } from '../../libs/disputes/src/domain/dispute-codec.js';
import type { DisputeEvent } from '../../libs/disputes/src/domain/dispute-event.js';
import { disputeStream } from '../../libs/disputes/src/domain/dispute-stream.js';
import { arbitrationReport, disputeReferenced, reportFiled, updateRecorded } from './disputes.js';

/** Concurrent appends, which share a sync of the disk. */
const APPENDS_AT_ONCE = 250;
const EVENTS_PER_APPEND = 10;
const APPEND_ATTEMPTS = 5;
const TENANT = 'smartodr';

/**
 * Writes a log as many concurrent disputes would: their events alternate, ten at a time. Each dispute is
 * referenced, then updated, and every tenth event is an arbitration report that changes the award.
 */
export const prepareLog = async (
  store: EventStore,
  { disputes, eventsEach }: { disputes: number; eventsEach: number },
): Promise<void> => {
  for (let from = 0; from < eventsEach; from += EVENTS_PER_APPEND)
    for (let first = 0; first < disputes; first += APPENDS_AT_ONCE)
      await Promise.all(
        Array.from({ length: Math.min(APPENDS_AT_ONCE, disputes - first) }, (_, index) =>
          appendTo(store, first + index, { from, to: Math.min(from + EVENTS_PER_APPEND, eventsEach) }),
        ),
      );
};

const appendTo = async (
  store: EventStore,
  dispute: number,
  { from, to }: { from: number; to: number },
): Promise<void> => {
  const disputeId = `LOG-${String(dispute).padStart(5, '0')}`;
  const stream = disputeStream(TENANT, disputeId);
  const events = Array.from({ length: to - from }, (_, index) =>
    newEvent(stream, from + index, eventAt(disputeId, from + index)),
  );
  const expected: ExpectedRevision = from === 0 ? 'no-stream' : BigInt(from - 1);
  // A busy server may not acknowledge in time. Sending the same events again is the same append.
  for (let attempt = 0; attempt < APPEND_ATTEMPTS; attempt += 1) {
    const { outcome } = await store.append(stream, events, expected);
    if (outcome === 'appended') return;
    if (outcome === 'conflict') break;
  }
  throw new Error(`The log could not be prepared: ${stream} does not take its events.`);
};

const eventAt = (disputeId: string, revision: number): DisputeEvent => {
  if (revision === 0) return disputeReferenced({ disputeId });
  if (revision % 10 !== 9) return updateRecorded({ update: `Update ${revision} of ${disputeId}` });
  return reportFiled({
    version: (revision + 1) / 10,
    report: arbitrationReport({ awardAmount: String(1_000 + revision) }),
  });
};

export const newEvent = (stream: string, revision: number, event: DisputeEvent): NewEvent => ({
  id: entityIdOf('prepared', `${stream}@${revision}`),
  ...disputeCodec.encode(event),
  metadata: metadataAt(revision),
});

const metadataAt = (revision: number): EventMetadata => ({
  $correlationId: `correlation-${revision}`,
  $causationId: `command-${revision}`,
  commandId: `command-${revision}`,
  tenant: TENANT,
  actor: { name: 'Bruce Wayne', role: 'MEDIATOR' },
  credentialId: 'credential-1',
  holder: 'Gotham ODR',
  authProfile: 'documented',
  recordedAt: new Date(Date.UTC(2025, 0, 1) + revision * 60_000).toISOString(),
});
