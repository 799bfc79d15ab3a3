import { type Decoders, type StoredNames, unchanged } from '#libs/kernel';
import type { OdrDisputeEvent } from './odr-event.js';

/** The name under which each event is stored today. */
export const odrNames = {
  OdrDisputeReferenced: 'OdrDisputeReferenced.v1',
  DisputeUpdateRecorded: 'DisputeUpdateRecorded.v1',
  DisputeStatusReported: 'DisputeStatusReported.v1',
  ArbitrationReportFiled: 'ArbitrationReportFiled.v1',
  ConciliationReportFiled: 'ConciliationReportFiled.v1',
  ArbitratorAppointed: 'ArbitratorAppointed.v1',
  ArbitratorReappointed: 'ArbitratorReappointed.v1',
  ArbitratorAccepted: 'ArbitratorAccepted.v1',
  ArbitratorRejected: 'ArbitratorRejected.v1',
  ArbitrationFeePaid: 'ArbitrationFeePaid.v1',
  AwardMade: 'AwardMade.v1',
  AwardReceived: 'AwardReceived.v1',
  AwardSent: 'AwardSent.v1',
  ChallengeIntentionReceived: 'ChallengeIntentionReceived.v1',
} as const satisfies StoredNames<OdrDisputeEvent>;

export const isOdrEvent = (event: { readonly type: string }): event is OdrDisputeEvent =>
  Object.hasOwn(odrNames, event.type);

const asStored = unchanged<OdrDisputeEvent>();

const message = ['proceeding', 'role', 'roleAsGiven', 'userName', 'received'] as const;
const seated = ['seat', 'name', 'pan'] as const;

/** How every name that was ever stored is read today. Entries are added and never edited or removed. */
export const odrDecoders = {
  'OdrDisputeReferenced.v1': asStored(
    'OdrDisputeReferenced',
    'disputeId',
    'institution',
    'proceeding',
    'registration',
  ),
  'DisputeUpdateRecorded.v1': asStored('DisputeUpdateRecorded', ...message, 'update', 'description'),
  'DisputeStatusReported.v1': asStored(
    'DisputeStatusReported',
    ...message,
    'status',
    'from',
    'award',
    'warnings',
  ),
  'ConciliationReportFiled.v1': asStored(
    'ConciliationReportFiled',
    ...message,
    'version',
    'report',
    'conciliators',
    'warnings',
    'changes',
  ),
  'ArbitrationReportFiled.v1': asStored(
    'ArbitrationReportFiled',
    ...message,
    'version',
    'report',
    'appointments',
    'warnings',
    'changes',
  ),
  'ArbitratorAppointed.v1': asStored('ArbitratorAppointed', ...seated, 'appointedOn'),
  'ArbitratorReappointed.v1': asStored(
    'ArbitratorReappointed',
    ...seated,
    'appointedOn',
    'onBehalfOf',
    'onBehalfOfPan',
  ),
  'ArbitratorAccepted.v1': asStored('ArbitratorAccepted', ...seated, 'acceptedOn'),
  'ArbitratorRejected.v1': asStored('ArbitratorRejected', ...seated, 'rejectedOn'),
  'ArbitrationFeePaid.v1': asStored('ArbitrationFeePaid', 'payer', 'paidOn'),
  'AwardMade.v1': asStored('AwardMade', 'amount', 'inFavourOf', 'awardedOn'),
  'AwardReceived.v1': asStored('AwardReceived', 'receivedOn'),
  'AwardSent.v1': asStored('AwardSent', 'sentOn'),
  'ChallengeIntentionReceived.v1': asStored('ChallengeIntentionReceived', 'receivedOn'),
} satisfies Decoders<OdrDisputeEvent, typeof odrNames>;

export const isStoredOdrEvent = (event: { readonly type: string }): boolean =>
  Object.hasOwn(odrDecoders, event.type);
