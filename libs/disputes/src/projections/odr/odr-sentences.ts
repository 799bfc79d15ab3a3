import { assertNever } from '#libs/kernel';
import type { Party } from '../../domain/odr/arbitration-report.js';
import type { ArbitrationReportFiled, OdrDisputeEvent } from '../../domain/odr/odr-event.js';
import type { EventDescription } from '../event-description.js';

/** Describes the event for a person who was not there. */
export const describeOdrEvent = (event: OdrDisputeEvent): EventDescription => {
  switch (event.type) {
    case 'OdrDisputeReferenced':
      return undated(
        `The ledger first heard of this ${event.data.proceeding} from ${event.data.institution}.`,
      );
    case 'DisputeUpdateRecorded':
      return undated(`${event.data.userName} (${event.data.role}) wrote: ${event.data.update}`);
    case 'ArbitrationReportFiled':
      return {
        ...undated(reportSummary(event)),
        changes: event.data.changes,
        warnings: event.data.warnings,
      };
    case 'ArbitratorAppointed':
      return dated(event.data.appointedOn, `${appointed(event.data)}.`);
    case 'ArbitratorReappointed':
      return dated(event.data.appointedOn, `${appointed(event.data)} on behalf of ${event.data.onBehalfOf}.`);
    case 'ArbitratorAccepted':
      return dated(
        event.data.acceptedOn,
        `${event.data.name} accepted the appointment to seat ${event.data.seat}.`,
      );
    case 'ArbitratorRejected':
      return dated(
        event.data.rejectedOn,
        `${event.data.name} rejected the appointment to seat ${event.data.seat}.`,
      );
    case 'ArbitrationFeePaid':
      return dated(event.data.paidOn, `The ${partyName(event.data.payer)} paid the arbitration fee.`);
    case 'AwardMade':
      return dated(
        event.data.awardedOn,
        `An award${event.data.amount === null ? '' : ` of ${event.data.amount}`} was made in favour of the ${partyName(event.data.inFavourOf)}.`,
      );
    case 'AwardReceived':
      return dated(event.data.receivedOn, 'The award was received.');
    case 'AwardSent':
      return dated(event.data.sentOn, 'The award was sent to the parties.');
    case 'ChallengeIntentionReceived':
      return dated(
        event.data.receivedOn,
        'An intention to challenge the award under section 34 was received.',
      );
    default:
      return assertNever(event);
  }
};

const undated = (summary: string): EventDescription => ({
  summary,
  occurredAt: null,
  changes: [],
  warnings: [],
});

const dated = (day: string, summary: string): EventDescription => ({ ...undated(summary), occurredAt: day });

const reportSummary = ({ data }: ArbitrationReportFiled): string => {
  const who = `${data.userName} (${data.role})`;
  if (data.version === 1) return `${who} filed the first arbitration report.`;
  if (data.changes.length === 0)
    return `${who} filed arbitration report ${data.version}, which repeats the one before.`;
  return `${who} filed arbitration report ${data.version}, which changes ${data.changes.length} ${data.changes.length === 1 ? 'field' : 'fields'}.`;
};

const appointed = ({ name, pan, seat }: { name: string; pan: string; seat: number }): string =>
  `${name} (PAN ${pan}) was appointed arbitrator on seat ${seat}`;

const partyName = (party: Party): string => (party === 'investor' ? 'investor' : 'market participant');
