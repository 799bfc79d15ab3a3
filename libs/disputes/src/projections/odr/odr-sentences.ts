import { assertNever } from '#libs/kernel';
import type { Party } from '../../domain/odr/arbitration-report.js';
import type { ArbitrationReportFiled, OdrDisputeEvent as OdrEvent } from '../../domain/odr/odr-event.js';

/** What happened, for a person who was not there. */
export const odrSentence = (event: OdrEvent): string => {
  switch (event.type) {
    case 'OdrDisputeReferenced':
      return `The ledger first heard of this ${event.data.proceeding} from ${event.data.institution}.`;
    case 'DisputeUpdateRecorded':
      return `${event.data.userName} (${event.data.role}) wrote: ${event.data.update}`;
    case 'ArbitrationReportFiled':
      return reportSummary(event);
    case 'ArbitratorAppointed':
      return `${event.data.name} (PAN ${event.data.pan}) was appointed arbitrator on seat ${event.data.seat}.`;
    case 'ArbitratorReappointed':
      return `${event.data.name} (PAN ${event.data.pan}) was appointed arbitrator on seat ${event.data.seat} on behalf of ${event.data.onBehalfOf}.`;
    case 'ArbitratorAccepted':
      return `${event.data.name} accepted the appointment to seat ${event.data.seat}.`;
    case 'ArbitratorRejected':
      return `${event.data.name} rejected the appointment to seat ${event.data.seat}.`;
    case 'ArbitrationFeePaid':
      return `The ${partyName(event.data.payer)} paid the arbitration fee.`;
    case 'AwardMade':
      return `An award${event.data.amount === null ? '' : ` of ${event.data.amount}`} was made in favour of the ${partyName(event.data.inFavourOf)}.`;
    case 'AwardReceived':
      return 'The award was received.';
    case 'AwardSent':
      return 'The award was sent to the parties.';
    case 'ChallengeIntentionReceived':
      return 'An intention to challenge the award under section 34 was received.';
    default:
      return assertNever(event);
  }
};

const reportSummary = ({ data }: ArbitrationReportFiled): string => {
  const who = `${data.userName} (${data.role})`;
  if (data.version === 1) return `${who} filed the first arbitration report.`;
  if (data.changes.length === 0)
    return `${who} filed arbitration report ${data.version}, which repeats the one before.`;
  return `${who} filed arbitration report ${data.version}, which changes ${data.changes.length} ${data.changes.length === 1 ? 'field' : 'fields'}.`;
};

const partyName = (party: Party): string => (party === 'investor' ? 'investor' : 'market participant');

/** The day that the document claims, `YYYY-MM-DD`; null where it claims none. */
export const odrOccurredAt = (event: OdrEvent): string | null => {
  switch (event.type) {
    case 'ArbitratorAppointed':
    case 'ArbitratorReappointed':
      return event.data.appointedOn;
    case 'ArbitratorAccepted':
      return event.data.acceptedOn;
    case 'ArbitratorRejected':
      return event.data.rejectedOn;
    case 'ArbitrationFeePaid':
      return event.data.paidOn;
    case 'AwardMade':
      return event.data.awardedOn;
    case 'AwardReceived':
    case 'ChallengeIntentionReceived':
      return event.data.receivedOn;
    case 'AwardSent':
      return event.data.sentOn;
    case 'OdrDisputeReferenced':
    case 'DisputeUpdateRecorded':
    case 'ArbitrationReportFiled':
      return null;
    default:
      return assertNever(event);
  }
};
