import type { FieldProblem } from '#libs/http';
import { rulesUnder } from '../field-rules.js';
import type { ArbitrationReportDto, ArbitrationReportMessageDto, ArbitratorDto } from './smart-odr.dto.js';

const when = rulesUnder('/dispute');

/** Returns the broken rules that reject a report. Other contradictions become warnings of the dispute. */
export const ruleProblems = ({
  ArbitrationReport: report,
  DisputeArbitrators: arbitrators,
}: ArbitrationReportMessageDto): readonly FieldProblem[] => [
  ...reportProblems(report),
  ...arbitrators.flatMap((arbitrator, index) =>
    arbitratorProblems(arbitrator, `DisputeArbitrators.${index}`),
  ),
  ...seatProblems(arbitrators),
];

const reportProblems = (report: ArbitrationReportDto): readonly FieldProblem[] => [
  ...when(
    report.isFeePaidByMP && report.mpFeesDate === null,
    'ArbitrationReport.mpFeesDate',
    'is required when isFeePaidByMP is true',
  ),
  ...when(
    report.isFeePaidByInvestor && report.investorFeesDate === null,
    'ArbitrationReport.investorFeesDate',
    'is required when isFeePaidByInvestor is true',
  ),
  ...when(
    report.arbitralAwardDate !== null && report.awardInFavor === null,
    'ArbitrationReport.awardInFavor',
    'is required when arbitralAwardDate is set',
  ),
  ...when(
    report.isIntentionReceived && report.intentionReceivedDate === null,
    'ArbitrationReport.intentionReceivedDate',
    'is required when isIntentionReceived is true',
  ),
];

const arbitratorProblems = (arbitrator: ArbitratorDto, at: string): readonly FieldProblem[] => {
  const { arbitratorAppointedDate: appointed } = arbitrator;
  const { arbitratorAcceptanceDate: accepted, arbitratorRejectionDate: rejected } = arbitrator;
  return [
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
    ...when(
      rejected !== null && arbitrator.isApproved,
      `${at}.isApproved`,
      'must be false when arbitratorRejectionDate is set',
    ),
    ...when(
      arbitrator.isReappointed && arbitrator.reappointedBehalfOf === null,
      `${at}.reappointedBehalfOf`,
      'is required when isReappointed is true',
    ),
    ...when(
      !arbitrator.isReappointed && arbitrator.reappointedBehalfOf !== null,
      `${at}.reappointedBehalfOf`,
      'must be null when isReappointed is false',
    ),
  ];
};

/**
 * Returns the broken rules of seats: a second arbitrator on a seat must be a reappointment, and at most one
 * may be approved (docs/vendors/smart-odr.md, "Seats").
 */
const seatProblems = (arbitrators: readonly ArbitratorDto[]): readonly FieldProblem[] =>
  arbitrators.flatMap((arbitrator, index) => {
    const earlier = arbitrators.slice(0, index).filter(({ arbIndex }) => arbIndex === arbitrator.arbIndex);
    const at = `DisputeArbitrators.${index}`;
    return [
      ...when(
        earlier.length > 0 && !arbitrator.isReappointed,
        `${at}.isReappointed`,
        `must be true for a second arbitrator on arbIndex ${arbitrator.arbIndex}`,
      ),
      ...when(
        isSeated(arbitrator) && earlier.some(isSeated),
        `${at}.isApproved`,
        `must be false: another arbitrator on arbIndex ${arbitrator.arbIndex} is approved`,
      ),
    ];
  });

const isSeated = ({ isApproved, arbitratorRejectionDate }: ArbitratorDto): boolean =>
  isApproved && arbitratorRejectionDate === null;
