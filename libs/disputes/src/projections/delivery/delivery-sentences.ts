import { assertNever } from '#libs/kernel';
import type { DeliveryDisputeEvent, DeliveryOutcome } from '../../domain/delivery/delivery-event.js';
import { stageAfter } from '../../domain/delivery/delivery-stage.js';
import type { EventDescription } from '../event-description.js';
import { openingWarnings } from './delivery-warnings.js';

/**
 * Describes the event for a person who was not there. Every event changes the stage, and none claims a day.
 */
export const describeDeliveryEvent = (event: DeliveryDisputeEvent): EventDescription => ({
  summary: deliverySentence(event),
  occurredAt: null,
  changes: [
    {
      field: 'stage',
      from: event.type === 'DeliveryDisputeOpened' ? null : event.data.from,
      to: stageAfter[event.type],
    },
  ],
  warnings: event.type === 'DeliveryDisputeOpened' ? openingWarnings(event.data) : [],
});

const deliverySentence = (event: DeliveryDisputeEvent): string => {
  switch (event.type) {
    case 'DeliveryDisputeOpened': {
      const { openedBy, openedByRole, shortfallAmount, shortfallUnit, disputedPeriod } = event.data;
      return `${openedBy} (${openedByRole}) opened a dispute over a shortfall of ${shortfallAmount} ${shortfallUnit} from ${disputedPeriod.start} to ${disputedPeriod.end}.`;
    }
    case 'InvestigationStarted':
      return `${event.data.by} started the investigation.`;
    case 'EvidenceGathered':
      return `${event.data.by} declared the evidence gathered.`;
    case 'OperatorResponded': {
      const { by, stance, remedyAmount } = event.data;
      return `${by} answered for the operator: ${stance}${remedyAmount === null ? '' : `, with a remedy of ${remedyAmount}`}.`;
    }
    case 'AdvertiserResponded':
      return `${event.data.by} answered for the advertiser: ${event.data.stance}.`;
    case 'DeliveryDisputeEscalated':
      return `${event.data.by} escalated the dispute.`;
    case 'DeliveryDisputeWithdrawn':
      return `${event.data.by} withdrew the dispute.`;
    case 'DeliveryDisputeResolved':
      return `${event.data.by} resolved the dispute: ${outcomeSentence(event.data.outcome)}.`;
    default:
      return assertNever(event);
  }
};

const outcomeSentence = (outcome: DeliveryOutcome): string => {
  switch (outcome.kind) {
    case 'credit-issued':
      return `credit note ${outcome.creditNoteId} was issued`;
    case 'makegood-delivered':
      return `campaign ${outcome.makegoodCampaignId} made it good`;
    case 'settlement-adjustment':
      return `settlements were adjusted (${Object.entries(outcome.adjustments)
        .map(([party, cents]) => `${party} ${cents} cents`)
        .join(
          ', ',
        )})${outcome.originalApplicationId === undefined ? '' : ` for the application ${outcome.originalApplicationId}`}`;
    case 'no-credit':
      return 'no credit was due';
    case 'other':
      return 'in another way';
    default:
      return assertNever(outcome);
  }
};
