import { canonicalJson, type JsonObject } from '#libs/kernel';
import type { ArbitrationReport, Party, ResolvedAppointment } from './arbitration-report.js';
import type { ArbitrationFact } from './odr-event.js';

/** A report with its appointments resolved. */
export interface ReportedArbitration {
  readonly report: ArbitrationReport;
  readonly appointments: readonly ResolvedAppointment[];
}

/** Returns the facts that the last report did not state, or stated differently. */
export const newFacts = (
  current: ReportedArbitration,
  last: ReportedArbitration | null,
): readonly ArbitrationFact[] => {
  const stated = new Set(last === null ? [] : factsOf(last).map(textOf));
  return factsOf(current).filter((fact) => !stated.has(textOf(fact)));
};

/** Returns the facts of the last report that this one leaves out. */
export const droppedFacts = (
  current: ReportedArbitration,
  last: ReportedArbitration | null,
): readonly ArbitrationFact[] => {
  if (last === null) return [];
  const subjects = new Set(factsOf(current).map(subjectOf));
  return factsOf(last).filter((fact) => !subjects.has(subjectOf(fact)));
};

const factsOf = ({ report, appointments }: ReportedArbitration): readonly ArbitrationFact[] => [
  ...appointments.flatMap(appointmentFacts),
  ...feeFacts(report),
  ...awardFacts(report),
  ...challengeFacts(report),
];

const appointmentFacts = (appointment: ResolvedAppointment): readonly ArbitrationFact[] => {
  const { seat, name, pan, appointedOn, acceptedOn, rejectedOn, onBehalfOf, onBehalfOfPan } = appointment;
  const seated = { seat, name, pan };
  const facts: ArbitrationFact[] =
    onBehalfOf === null
      ? [{ type: 'ArbitratorAppointed', data: { ...seated, appointedOn } }]
      : [{ type: 'ArbitratorReappointed', data: { ...seated, appointedOn, onBehalfOf, onBehalfOfPan } }];
  if (acceptedOn !== null) facts.push({ type: 'ArbitratorAccepted', data: { ...seated, acceptedOn } });
  if (rejectedOn !== null) facts.push({ type: 'ArbitratorRejected', data: { ...seated, rejectedOn } });
  return facts;
};

const feeFacts = (report: ArbitrationReport): readonly ArbitrationFact[] => [
  ...feeFact('market-participant', report.marketParticipantFeePaid, report.marketParticipantFeePaidOn),
  ...feeFact('investor', report.investorFeePaid, report.investorFeePaidOn),
];

const feeFact = (payer: Party, isPaid: boolean, paidOn: string | null): readonly ArbitrationFact[] =>
  isPaid && paidOn !== null ? [{ type: 'ArbitrationFeePaid', data: { payer, paidOn } }] : [];

const awardFacts = (report: ArbitrationReport): readonly ArbitrationFact[] => {
  const {
    awardAmount: amount,
    awardInFavourOf: inFavourOf,
    awardedOn,
    awardReceivedOn,
    awardSentOn,
  } = report;
  const facts: ArbitrationFact[] = [];
  if (awardedOn !== null && inFavourOf !== null)
    facts.push({ type: 'AwardMade', data: { amount, inFavourOf, awardedOn } });
  if (awardReceivedOn !== null) facts.push({ type: 'AwardReceived', data: { receivedOn: awardReceivedOn } });
  if (awardSentOn !== null) facts.push({ type: 'AwardSent', data: { sentOn: awardSentOn } });
  return facts;
};

const challengeFacts = (report: ArbitrationReport): readonly ArbitrationFact[] => {
  const { challengeIntended, challengeIntentionReceivedOn: receivedOn } = report;
  return challengeIntended && receivedOn !== null
    ? [{ type: 'ChallengeIntentionReceived', data: { receivedOn } }]
    : [];
};

const textOf = ({ type, data }: ArbitrationFact): string =>
  type + canonicalJson(data as unknown as JsonObject);

/**
 * Returns what the fact is about, as the award or one arbitrator's acceptance of one seat, whatever it states
 * of it.
 */
const subjectOf = ({ type, data }: ArbitrationFact): string => {
  if ('pan' in data) return `${type} ${data.seat} ${data.pan}`;
  if ('payer' in data) return `${type} ${data.payer}`;
  return type;
};
