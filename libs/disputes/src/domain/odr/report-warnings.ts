import type { ArbitrationReport, ResolvedAppointment, Warning } from './arbitration-report.js';
import type { ReportedConciliation } from './conciliation-report.js';
import { droppedFacts, type ReportedArbitration } from './report-facts.js';

/**
 * Returns the contradictions in a report, and between it and the last one. The vendor's own example has
 * several, so they are recorded with the report and do not reject it (docs/vendors/smart-odr.md,
 * "Contradictions in a report").
 */
export const warningsOf = (
  current: ReportedArbitration,
  last: ReportedArbitration | null,
): readonly Warning[] => [
  ...tribunalWarnings(current),
  ...current.appointments.flatMap((appointment) => appointmentWarnings(appointment, current.report)),
  ...feeWarnings(current.report),
  ...awardDateWarnings(current.report),
  ...intentionWarnings(current.report),
  ...droppedFacts(current, last).map((fact): Warning => ({
    code: 'EARLIER_FACT_NOT_REPEATED',
    message: `The report before told of ${fact.type}${'seat' in fact.data ? ` on seat ${fact.data.seat}` : ''}; this one does not.`,
  })),
];

/** Returns the contradictions in a report of a conciliation. */
export const conciliationWarnings = ({ report }: ReportedConciliation): readonly Warning[] =>
  feeWarnings(report);

const tribunalWarnings = ({ report, appointments }: ReportedArbitration): readonly Warning[] => {
  const occupiedSeats = new Set(appointments.filter((a) => a.rejectedOn === null).map((a) => a.seat)).size;
  if (report.tribunal === 'panel' || occupiedSeats <= 1) return [];
  return [
    {
      code: 'ARBITRATOR_TYPE_MISMATCH',
      message: `The tribunal is said to be a sole arbitrator, but ${occupiedSeats} seats are occupied.`,
    },
  ];
};

const appointmentWarnings = (
  { seat, appointedOn, acceptedOn, onBehalfOf, onBehalfOfPan }: ResolvedAppointment,
  { awardedOn }: ArbitrationReport,
): readonly Warning[] => {
  const warnings: Warning[] = [];
  const latest = acceptedOn ?? appointedOn;
  if (awardedOn !== null && latest > awardedOn)
    warnings.push({
      code: 'APPOINTED_AFTER_AWARD',
      message: `An arbitrator on seat ${seat} was appointed on ${appointedOn}${acceptedOn === null ? '' : ` and accepted on ${acceptedOn}`}, after the award of ${awardedOn}.`,
    });
  if (onBehalfOf !== null && onBehalfOfPan === null)
    warnings.push({
      code: 'REAPPOINTMENT_UNRESOLVED',
      message: `Nobody is known by the name or PAN on whose behalf the arbitrator on seat ${seat} was appointed.`,
    });
  return warnings;
};

/** Returns a warning for each fee that has a day and is said not to be paid. */
const feeWarnings = (report: ReportedFees): readonly Warning[] => [
  ...feeWarning('market participant', report.marketParticipantFeePaid, report.marketParticipantFeePaidOn),
  ...feeWarning('investor', report.investorFeePaid, report.investorFeePaidOn),
];

interface ReportedFees {
  readonly marketParticipantFeePaid: boolean | null;
  readonly marketParticipantFeePaidOn: string | null;
  readonly investorFeePaid: boolean | null;
  readonly investorFeePaidOn: string | null;
}

const feeWarning = (payer: string, isPaid: boolean | null, paidOn: string | null): readonly Warning[] =>
  isPaid !== false || paidOn === null
    ? []
    : [
        {
          code: 'FEE_DATE_WITHOUT_PAYMENT',
          message: `The ${payer}'s fee has the date ${paidOn} but is said not to be paid.`,
        },
      ];

const awardDateWarnings = (report: ArbitrationReport): readonly Warning[] => {
  const given = [report.awardedOn, report.awardReceivedOn, report.awardSentOn].filter((day) => day !== null);
  const isOrdered = given.every((day, index) => index === 0 || (given[index - 1] ?? '') <= day);
  if (isOrdered) return [];
  return [
    {
      code: 'AWARD_DATES_OUT_OF_ORDER',
      message: `The award is expected to be made, received and sent in this order, but the days are ${given.join(', ')}.`,
    },
  ];
};

const intentionWarnings = (report: ArbitrationReport): readonly Warning[] =>
  report.challengeIntended || report.challengeIntentionReceivedOn === null
    ? []
    : [
        {
          code: 'INTENTION_DATE_WITHOUT_INTENTION',
          message: `An intention to challenge has the date ${report.challengeIntentionReceivedOn} but is said not to be received.`,
        },
      ];
