import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type StoredEvent, UnknownEventError } from '#libs/kernel';
import { disputeCodec } from './dispute-codec.js';
import type { DisputeEvent } from './dispute-event.js';

interface Fixture {
  readonly stored: StoredEvent;
  readonly decoded: DisputeEvent;
}

const fixtures = new URL('../../../../test/fixtures/events/', import.meta.url);

const fixtureOf = (storedName: string): Fixture =>
  JSON.parse(readFileSync(new URL(`${storedName}.json`, fixtures), 'utf8')) as Fixture;

/** Fields that later versions added. */
const OPTIONAL: readonly string[] = ['afterTerminal'];

const everyField = disputeCodec.storedNames.flatMap((storedName) =>
  Object.keys(fixtureOf(storedName).stored.data)
    .filter((field) => !OPTIONAL.includes(field))
    .map((field) => [storedName, field] as const),
);

describe('the dispute codec', () => {
  it('knows every stored name that was ever written', () => {
    expect(disputeCodec.storedNames).toStrictEqual([
      'OdrDisputeReferenced.v1',
      'DisputeUpdateRecorded.v1',
      'DisputeStatusReported.v1',
      'ConciliationReportFiled.v1',
      'ArbitrationReportFiled.v1',
      'ArbitratorAppointed.v1',
      'ArbitratorReappointed.v1',
      'ArbitratorAccepted.v1',
      'ArbitratorRejected.v1',
      'ArbitrationFeePaid.v1',
      'AwardMade.v1',
      'AwardReceived.v1',
      'AwardSent.v1',
      'ChallengeIntentionReceived.v1',
      'DeliveryDisputeOpened.v1',
      'InvestigationStarted.v1',
      'EvidenceGathered.v1',
      'OperatorResponded.v1',
      'AdvertiserResponded.v1',
      'DeliveryDisputeEscalated.v1',
      'DeliveryDisputeResolved.v1',
      'DeliveryDisputeWithdrawn.v1',
      'InvoiceDisputeOpened.v1',
      'InvoiceDisputeReasonAssigned.v1',
      'InvoiceDisputeExternalReasonAssigned.v1',
      'InvoiceDisputeResolutionAssigned.v1',
      'InvoiceDisputeClosed.v1',
      'InvoiceDisputeCancelled.v1',
      'LinkReservationLapsed.v1',
    ]);
  });

  it.each(disputeCodec.storedNames)('reads the stored %s as it was always read', (storedName) => {
    const { stored, decoded } = fixtureOf(storedName);

    expect(stored.type).toBe(storedName);
    expect(disputeCodec.decode(stored)).toStrictEqual(decoded);
  });

  it.each(disputeCodec.storedNames)('writes what %s holds today as it was always written', (storedName) => {
    const { stored, decoded } = fixtureOf(storedName);

    expect(disputeCodec.encode(decoded)).toStrictEqual(stored);
  });

  it.each(everyField)('does not read a stored %s that lost its %s', (storedName, field) => {
    const { type, data } = fixtureOf(storedName).stored;
    const { [field]: lost, ...rest } = data;
    const decode = () => disputeCodec.decode({ type, data: rest });

    expect(lost).toBeDefined();
    expect(decode).toThrow(TypeError);
    expect(decode).toThrow(new RegExp(`\\b${field}$`));
  });

  it.each(['DisputeWithdrawn.v1', 'AwardMade', 'AwardMade.v99', 'toString'])(
    'does not guess what the unknown stored name %s means',
    (type) => {
      expect(() => disputeCodec.decode({ type, data: {} })).toThrow(UnknownEventError);
    },
  );
});
