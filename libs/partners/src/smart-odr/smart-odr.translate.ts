import type {
  ArbitratorAppointment,
  ArbitrationReport,
  ConciliationReport,
  Conciliator,
  InstitutionMessage,
  Party,
  RecordArbitrationReport,
  RecordConciliationReport,
  RecordStatus,
  RecordUpdate,
} from '#libs/disputes';
import { type FieldProblem, invalidRequest, nearestOf, readJson, validated } from '#libs/http';
import { decimalText, isJsonObject, type JsonObject } from '#libs/kernel';
import {
  type ArbitrationReportDto,
  ArbitrationReportMessageDto,
  type ArbitratorDto,
  UpdateDto,
} from './smart-odr.dto.js';
import {
  type ConciliationReportDto,
  ConciliationReportMessageDto,
  type ConciliatorDto,
} from './smart-odr.conciliation.dto.js';
import { conciliationProblems, ruleProblems } from './smart-odr.rules.js';
import { StatusDto } from './smart-odr.status.dto.js';

/**
 * What a message has beside its fields: the sender, the rule for unknown disputes, and the body as received.
 */
export type Sender = Pick<InstitutionMessage, 'institution' | 'registration' | 'received'>;

/** Returns the command for POST /update. @throws RequestProblem that names every wrong field. */
export const updateOf = (body: unknown, sender: Sender): RecordUpdate => {
  const given = disputeOf(body);
  const dto = validated(UpdateDto, given, '/dispute');
  return {
    type: 'RecordUpdate',
    data: { update: dto.update, description: dto.description ?? null, ...messageOf(dto, given, sender) },
  };
};

/** Returns the command for POST /status. @throws RequestProblem that names every wrong field. */
export const statusOf = (body: unknown, sender: Sender): RecordStatus => {
  const given = disputeOf(body);
  const dto = validated(StatusDto, given, '/dispute');
  return { type: 'RecordStatus', data: { status: dto.status, ...messageOf(dto, given, sender) } };
};

/**
 * Returns the command for POST /update_conciliation_report.
 *
 * @throws RequestProblem that names every wrong field.
 */
export const conciliationReportOf = (body: unknown, sender: Sender): RecordConciliationReport => {
  const given = disputeOf(body);
  const dto = validated(ConciliationReportMessageDto, given, {
    parent: '/dispute',
    rules: conciliationProblems,
  });
  return {
    type: 'RecordConciliationReport',
    data: {
      ...messageOf(dto, given, sender),
      report: conciliationOf(dto.ConciliationReport),
      conciliators: dto.DisputeArbitrators.map(conciliatorOf),
    },
  };
};

/**
 * Returns the command for POST /update_arbitration_report.
 *
 * @throws RequestProblem that names every wrong field.
 */
export const arbitrationReportOf = (body: unknown, sender: Sender): RecordArbitrationReport => {
  const given = disputeOf(body);
  const dto = validated(ArbitrationReportMessageDto, given, { parent: '/dispute', rules: ruleProblems });
  return {
    type: 'RecordArbitrationReport',
    data: {
      ...messageOf(dto, given, sender),
      report: reportOf(dto.ArbitrationReport),
      appointments: dto.DisputeArbitrators.map(appointmentOf),
    },
  };
};

/**
 * Returns the dispute, which may come as an object or as JSON text (docs/vendors/smart-odr.md, "The dispute
 * as text").
 */
const disputeOf = (body: unknown): JsonObject => {
  const dispute = isJsonObject(body) ? body['dispute'] : undefined;
  const given: unknown =
    typeof dispute === 'string' ? readJson(dispute, { path: '/dispute', name: 'dispute' }) : dispute;
  if (isJsonObject(given)) return given;
  throw invalidRequest(problemsOfDispute(body, given));
};

const problemsOfDispute = (body: unknown, dispute: unknown): readonly FieldProblem[] => {
  const isObject = body === undefined || isJsonObject(body);
  const isMissing = isObject && dispute === undefined;
  return [
    ...(isObject ? [] : [{ path: '', message: 'The body must be an object' }]),
    { path: '/dispute', message: isMissing ? missingDispute(body ?? {}) : DISPUTE_FORM },
  ];
};

/** Says which member was meant, if one could hold a dispute: `disputeId` beside it could not. */
const missingDispute = (body: JsonObject): string => {
  const holders = Object.keys(body).filter((name) => isJsonObject(body[name]));
  const sent = nearestOf('dispute', holders);
  return `dispute is required${sent === undefined ? '' : `; the body has "${sent}": is "dispute" meant?`}`;
};

const DISPUTE_FORM = 'dispute must be an object, or text that holds one as JSON';

const messageOf = (
  {
    disputeId,
    role,
    userName,
    disputetype,
  }: UpdateDto | StatusDto | ArbitrationReportMessageDto | ConciliationReportMessageDto,
  given: JsonObject,
  sender: Sender,
): InstitutionMessage => ({
  disputeId,
  proceeding: disputetype,
  role,
  roleAsGiven: typeof given['role'] === 'string' ? given['role'] : role,
  userName,
  ...sender,
});

const reportOf = (dto: ArbitrationReportDto): ArbitrationReport => ({
  tribunal: dto.arbitratorType === 'Sole' ? 'sole' : 'panel',
  marketParticipantFeePaid: dto.isFeePaidByMP,
  marketParticipantFeePaidOn: dto.mpFeesDate,
  investorFeePaid: dto.isFeePaidByInvestor,
  investorFeePaidOn: dto.investorFeesDate,
  counterClaimAmount: amountOf(dto.counterClaimAmount),
  hearings: dto.noOfHearings,
  awardAmount: amountOf(dto.arbitralAwardAmount),
  awardInFavourOf: partyOf(dto.awardInFavor),
  awardedOn: dto.arbitralAwardDate,
  awardReceivedOn: dto.receiptOfArbitralAwardDate,
  awardSentOn: dto.arbitralAwardSentDate,
  challengeIntended: dto.isIntentionReceived,
  challengeIntentionReceivedOn: dto.intentionReceivedDate,
});

const appointmentOf = (dto: ArbitratorDto): ArbitratorAppointment => ({
  seat: dto.arbIndex,
  name: dto.arbitratorName,
  pan: dto.arbitratorPAN,
  appointedOn: dto.arbitratorAppointedDate,
  acceptedOn: dto.arbitratorAcceptanceDate,
  rejectedOn: dto.arbitratorRejectionDate,
  isApproved: dto.isApproved,
  onBehalfOf: dto.reappointedBehalfOf,
});

const conciliationOf = (dto: ConciliationReportDto): ConciliationReport => ({
  marketParticipantFeePaid: dto.isFeePaidByMP ?? null,
  marketParticipantFeePaidOn: dto.mpFeesDate ?? null,
  investorFeePaid: dto.isFeePaidByInvestor ?? null,
  investorFeePaidOn: dto.investorFeesDate ?? null,
  hearings: dto.noOfHearings ?? null,
  isSettled: dto.isSettled ?? null,
  settlementAmount: amountOf(dto.settlementAmount ?? null),
  settledOn: dto.settlementDate ?? null,
});

const conciliatorOf = (dto: ConciliatorDto): Conciliator => ({
  seat: dto.arbIndex ?? null,
  name: dto.arbitratorName,
  pan: dto.arbitratorPAN ?? null,
  appointedOn: dto.arbitratorAppointedDate ?? null,
  acceptedOn: dto.arbitratorAcceptanceDate ?? null,
  rejectedOn: dto.arbitratorRejectionDate ?? null,
  isReappointed: dto.isReappointed ?? null,
  isApproved: dto.isApproved ?? null,
  onBehalfOf: dto.reappointedBehalfOf ?? null,
});

const amountOf = (amount: number | null): string | null => (amount === null ? null : decimalText(amount, 2));

const partyOf = (side: ArbitrationReportDto['awardInFavor']): Party | null => {
  if (side === null) return null;
  return side === 'Investor' ? 'investor' : 'market-participant';
};
