import { type Decoders, type StoredNames, unchanged } from '#libs/kernel';
import type { DeliveryDisputeEvent } from './delivery-event.js';

/** The name under which each event is stored today. */
export const deliveryNames = {
  DeliveryDisputeOpened: 'DeliveryDisputeOpened.v1',
  InvestigationStarted: 'InvestigationStarted.v1',
  EvidenceGathered: 'EvidenceGathered.v1',
  OperatorResponded: 'OperatorResponded.v1',
  AdvertiserResponded: 'AdvertiserResponded.v1',
  DeliveryDisputeEscalated: 'DeliveryDisputeEscalated.v1',
  DeliveryDisputeResolved: 'DeliveryDisputeResolved.v1',
  DeliveryDisputeWithdrawn: 'DeliveryDisputeWithdrawn.v1',
} as const satisfies StoredNames<DeliveryDisputeEvent>;

export const isDeliveryEvent = (event: { readonly type: string }): event is DeliveryDisputeEvent =>
  Object.hasOwn(deliveryNames, event.type);

const asStored = unchanged<DeliveryDisputeEvent>();

const step = ['from', 'by', 'notes', 'received'] as const;

/** How every name that was ever stored is read today. Entries are added and never edited or removed. */
export const deliveryDecoders = {
  'DeliveryDisputeOpened.v1': asStored(
    'DeliveryDisputeOpened',
    'disputeId',
    'openedBy',
    'openedByRole',
    'disputedPeriod',
    'campaignId',
    'screenIds',
    'substrateId',
    'shortfallUnit',
    'shortfallAmount',
    'evidence',
    'evidenceDigest',
    'received',
  ),
  'InvestigationStarted.v1': asStored('InvestigationStarted', ...step),
  'EvidenceGathered.v1': asStored('EvidenceGathered', ...step),
  'OperatorResponded.v1': asStored('OperatorResponded', ...step, 'stance', 'remedyAmount', 'makegoodWindow'),
  'AdvertiserResponded.v1': asStored('AdvertiserResponded', ...step, 'stance'),
  'DeliveryDisputeEscalated.v1': asStored('DeliveryDisputeEscalated', ...step),
  'DeliveryDisputeResolved.v1': asStored('DeliveryDisputeResolved', ...step, 'outcome'),
  'DeliveryDisputeWithdrawn.v1': asStored('DeliveryDisputeWithdrawn', ...step),
} satisfies Decoders<DeliveryDisputeEvent, typeof deliveryNames>;
