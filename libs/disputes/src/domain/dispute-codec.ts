import { eventCodec, type EventCodec, type JsonObject } from '#libs/kernel';
import type { DisputeEvent } from './dispute-event.js';

type DataOf<Type extends DisputeEvent['type']> = Extract<DisputeEvent, { type: Type }>['data'];

/**
 * Reads a stored event whose data is today's shape already. The fields are asked for by name, because a fact
 * that lost a field would otherwise be read as a different fact.
 */
const unchanged =
  <Type extends DisputeEvent['type']>(type: Type, ...required: readonly (keyof DataOf<Type> & string)[]) =>
  (data: JsonObject): DisputeEvent => {
    const missing = required.find((field) => data[field] === undefined);
    if (missing !== undefined) throw new TypeError(`A stored ${type} has no field ${missing}`);
    return { type, data } as unknown as DisputeEvent;
  };

const message = ['proceeding', 'role', 'roleAsGiven', 'userName', 'received'] as const;
const seated = ['seat', 'name', 'pan'] as const;

export const disputeCodec: EventCodec<DisputeEvent> = eventCodec<DisputeEvent>(
  {
    OdrDisputeReferenced: 'OdrDisputeReferenced.v1',
    DisputeUpdateRecorded: 'DisputeUpdateRecorded.v1',
    ArbitrationReportFiled: 'ArbitrationReportFiled.v1',
    ArbitratorAppointed: 'ArbitratorAppointed.v1',
    ArbitratorReappointed: 'ArbitratorReappointed.v1',
    ArbitratorAccepted: 'ArbitratorAccepted.v1',
    ArbitratorRejected: 'ArbitratorRejected.v1',
    ArbitrationFeePaid: 'ArbitrationFeePaid.v1',
    AwardMade: 'AwardMade.v1',
    AwardReceived: 'AwardReceived.v1',
    AwardSent: 'AwardSent.v1',
    ChallengeIntentionReceived: 'ChallengeIntentionReceived.v1',
  },
  {
    'OdrDisputeReferenced.v1': unchanged(
      'OdrDisputeReferenced',
      'disputeId',
      'institution',
      'proceeding',
      'registration',
    ),
    'DisputeUpdateRecorded.v1': unchanged('DisputeUpdateRecorded', ...message, 'update', 'description'),
    'ArbitrationReportFiled.v1': unchanged(
      'ArbitrationReportFiled',
      ...message,
      'version',
      'report',
      'appointments',
      'warnings',
      'changes',
    ),
    'ArbitratorAppointed.v1': unchanged('ArbitratorAppointed', ...seated, 'appointedOn'),
    'ArbitratorReappointed.v1': unchanged(
      'ArbitratorReappointed',
      ...seated,
      'appointedOn',
      'onBehalfOf',
      'onBehalfOfPan',
    ),
    'ArbitratorAccepted.v1': unchanged('ArbitratorAccepted', ...seated, 'acceptedOn'),
    'ArbitratorRejected.v1': unchanged('ArbitratorRejected', ...seated, 'rejectedOn'),
    'ArbitrationFeePaid.v1': unchanged('ArbitrationFeePaid', 'payer', 'paidOn'),
    'AwardMade.v1': unchanged('AwardMade', 'amount', 'inFavourOf', 'awardedOn'),
    'AwardReceived.v1': unchanged('AwardReceived', 'receivedOn'),
    'AwardSent.v1': unchanged('AwardSent', 'sentOn'),
    'ChallengeIntentionReceived.v1': unchanged('ChallengeIntentionReceived', 'receivedOn'),
  },
);
