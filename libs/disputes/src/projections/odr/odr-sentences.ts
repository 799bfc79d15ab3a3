import { assertNever } from '#libs/kernel';
import type { Party } from '../../domain/odr/arbitration-report.js';
import type { Award } from '../../domain/odr/award.js';
import type {
  ArbitrationReportFiled,
  ConciliationReportFiled,
  DisputeStatusReported,
  OdrDisputeEvent,
} from '../../domain/odr/odr-event.js';
import { odrStatuses, statusAfter } from '../../domain/odr/odr-status.js';
import type { EventDescription } from '../event-description.js';

/** Describes the event for a person who was not there. */
export const describeOdrEvent = (event: OdrDisputeEvent): EventDescription => ({
  ...described(event),
  ...('afterTerminal' in event.data && { afterTerminal: true }),
});

const described = (event: OdrDisputeEvent): EventDescription => {
  switch (event.type) {
    case 'OdrDisputeReferenced':
      return undated(
        `The ledger first heard of this ${event.data.proceeding} from ${event.data.institution}.`,
      );
    case 'DisputeUpdateRecorded':
      return undated(`${event.data.userName} (${event.data.role}) wrote: ${event.data.update}`);
    case 'DisputeStatusReported':
      return {
        ...undated(statusSummary(event)),
        changes: statusChange(event),
        warnings: event.data.warnings,
      };
    case 'ConciliationReportFiled':
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

const reportSummary = ({ type, data }: ArbitrationReportFiled | ConciliationReportFiled): string => {
  const who = `${data.userName} (${data.role})`;
  const kind = type === 'ArbitrationReportFiled' ? 'arbitration' : 'conciliation';
  if (data.version === 1) return `${who} filed the first ${kind} report.`;
  if (data.changes.length === 0)
    return `${who} filed ${kind} report ${data.version}, which repeats the one before.`;
  return `${who} filed ${kind} report ${data.version}, which changes ${data.changes.length} ${data.changes.length === 1 ? 'field' : 'fields'}.`;
};

const statusSummary = ({ data }: DisputeStatusReported): string => {
  const { status, from, award } = data;
  const who = `${data.userName} (${data.role})`;
  const named = `${status} (${odrStatuses[status].text})`;
  if (status === from) return `${who} reported the status ${named} again.`;
  if (statusAfter(from, status) !== status)
    return `${who} reported the status ${named} after the end. The dispute stays ended with ${String(from)}.`;
  return `${who} reported the status ${named}.${award === null ? '' : ` ${awardSentence(award)}`}`;
};

const statusChange = ({ data: { status, from } }: DisputeStatusReported): EventDescription['changes'] => {
  const to = statusAfter(from, status);
  return to === from ? [] : [{ field: 'status', from, to }];
};

const awardSentence = ({ amount, inFavourOf, awardedOn }: Award): string =>
  `The award${amount === null ? '' : ` of ${amount}`} in favour of the ${partyName(inFavourOf)} was made on ${awardedOn}.`;

const appointed = ({ name, pan, seat }: { name: string; pan: string; seat: number }): string =>
  `${name} (PAN ${pan}) was appointed arbitrator on seat ${seat}`;

const partyName = (party: Party): string => (party === 'investor' ? 'investor' : 'market participant');
