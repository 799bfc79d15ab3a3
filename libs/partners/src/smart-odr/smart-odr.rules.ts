import type { FieldProblem, Sound } from '#libs/http';
import { rulesUnder } from '../field-rules.js';
import type { ConciliationReportMessageDto, ConciliatorDto } from './smart-odr.conciliation.dto.js';
import type { ArbitrationReportDto, ArbitrationReportMessageDto, ArbitratorDto } from './smart-odr.dto.js';

const when = rulesUnder('/dispute');

/** Returns the broken rules that reject a report. Other contradictions become warnings of the dispute. */
export const ruleProblems = ({
  ArbitrationReport: report = {},
  DisputeArbitrators: arbitrators = [],
}: Sound<ArbitrationReportMessageDto>): readonly FieldProblem[] => [
  ...reportProblems(report),
  ...arbitrators.flatMap((arbitrator = {}, index) =>
    arbitratorProblems(arbitrator, `DisputeArbitrators.${index}`),
  ),
  ...seatProblems(arbitrators),
];

const reportProblems = (report: Sound<ArbitrationReportDto>): readonly FieldProblem[] => [
  ...when(
    report.isFeePaidByMP === true && report.mpFeesDate === null,
    'ArbitrationReport.mpFeesDate',
    'is required when isFeePaidByMP is true',
  ),
  ...when(
    report.isFeePaidByInvestor === true && report.investorFeesDate === null,
    'ArbitrationReport.investorFeesDate',
    'is required when isFeePaidByInvestor is true',
  ),
  ...when(
    report.arbitralAwardDate != null && report.awardInFavor === null,
    'ArbitrationReport.awardInFavor',
    'is required when arbitralAwardDate is set',
  ),
  ...when(
    report.isIntentionReceived === true && report.intentionReceivedDate === null,
    'ArbitrationReport.intentionReceivedDate',
    'is required when isIntentionReceived is true',
  ),
];

const arbitratorProblems = (arbitrator: Sound<ArbitratorDto>, at: string): readonly FieldProblem[] => {
  const { arbitratorAppointedDate: appointed = '' } = arbitrator;
  const { arbitratorAcceptanceDate: accepted = null, arbitratorRejectionDate: rejected = null } = arbitrator;
  return [
    ...dayProblems({ appointed, accepted, rejected }, at),
    ...when(
      rejected !== null && arbitrator.isApproved === true,
      `${at}.isApproved`,
      'must be false when arbitratorRejectionDate is set',
    ),
    ...when(
      arbitrator.isReappointed === true && arbitrator.reappointedBehalfOf === null,
      `${at}.reappointedBehalfOf`,
      'is required when isReappointed is true',
    ),
    ...when(
      arbitrator.isReappointed === false && arbitrator.reappointedBehalfOf != null,
      `${at}.reappointedBehalfOf`,
      'must be null when isReappointed is false',
    ),
  ];
};

interface AppointmentDays {
  readonly appointed: string;
  readonly accepted: string | null;
  readonly rejected: string | null;
}

const dayProblems = (
  { appointed, accepted, rejected }: AppointmentDays,
  at: string,
): readonly FieldProblem[] => [
  ...when(
    accepted !== null && accepted < appointed,
    `${at}.arbitratorAcceptanceDate`,
    'must not be before arbitratorAppointedDate',
  ),
  ...when(
    rejected !== null && rejected < appointed,
    `${at}.arbitratorRejectionDate`,
    'must not be before arbitratorAppointedDate',
  ),
  ...when(
    accepted !== null && rejected !== null,
    `${at}.arbitratorRejectionDate`,
    'must be null when arbitratorAcceptanceDate is set',
  ),
];

/**
 * Returns the broken rules of seats: a second arbitrator on a seat must be a reappointment, and at most one
 * may be approved (docs/vendors/smart-odr.md, "Seats"). Which one is the second does not depend on the order
 * of the list: a first appointment comes before reappointments, an earlier day before a later one.
 */
const seatProblems = (arbitrators: Sound<ArbitratorDto[]>): readonly FieldProblem[] => {
  const bySeat = arbitrators
    .map((arbitrator = {}, index) => ({ arbitrator, at: `DisputeArbitrators.${index}` }))
    .filter(({ arbitrator }) => arbitrator.arbIndex !== undefined)
    .sort((one, other) => (rankOf(one.arbitrator) < rankOf(other.arbitrator) ? -1 : 1));
  return bySeat.flatMap(({ arbitrator, at }, index) => {
    const { arbIndex, isReappointed } = arbitrator;
    const earlier = bySeat.slice(0, index).filter((entry) => entry.arbitrator.arbIndex === arbIndex);
    return [
      ...when(
        earlier.length > 0 && isReappointed === false,
        `${at}.isReappointed`,
        `must be true for a second arbitrator on arbIndex ${String(arbIndex)}`,
      ),
      ...when(
        isSeated(arbitrator) && earlier.some((entry) => isSeated(entry.arbitrator)),
        `${at}.isApproved`,
        `must be false: another arbitrator on arbIndex ${String(arbIndex)} is approved`,
      ),
    ];
  });
};

const rankOf = (dto: Sound<ArbitratorDto>): string =>
  [Number(dto.isReappointed), dto.arbitratorAppointedDate, dto.arbitratorPAN, dto.arbitratorName].join(' ');

const isSeated = ({ isApproved, arbitratorRejectionDate }: Sound<ArbitratorDto>): boolean =>
  isApproved === true && arbitratorRejectionDate === null;

/** Returns the broken rules that reject a report of a conciliation: what contradicts itself. */
export const conciliationProblems = ({
  ConciliationReport: report = {},
  DisputeArbitrators: conciliators = [],
}: Sound<ConciliationReportMessageDto>): readonly FieldProblem[] => [
  ...when(
    report.isSettled === false && report.settlementAmount != null,
    'ConciliationReport.settlementAmount',
    'must be null when isSettled is false',
  ),
  ...when(
    report.isSettled === false && report.settlementDate != null,
    'ConciliationReport.settlementDate',
    'must be null when isSettled is false',
  ),
  ...conciliators.flatMap((conciliator = {}, index) =>
    conciliatorProblems(conciliator, `DisputeArbitrators.${index}`),
  ),
];

const conciliatorProblems = (conciliator: Sound<ConciliatorDto>, at: string): readonly FieldProblem[] => {
  const { arbitratorAcceptanceDate, arbitratorRejectionDate, reappointedBehalfOf } = conciliator;
  const appointed = conciliator.arbitratorAppointedDate ?? '';
  const [accepted, rejected] = [arbitratorAcceptanceDate ?? null, arbitratorRejectionDate ?? null];
  return [
    ...dayProblems({ appointed, accepted, rejected }, at),
    ...when(
      rejected !== null && conciliator.isApproved === true,
      `${at}.isApproved`,
      'must be false when arbitratorRejectionDate is set',
    ),
    ...when(
      conciliator.isReappointed === false && reappointedBehalfOf != null,
      `${at}.reappointedBehalfOf`,
      'must be null when isReappointed is false',
    ),
  ];
};
