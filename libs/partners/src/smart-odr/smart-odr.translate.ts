import type {
  ArbitratorAppointment,
  ArbitrationReport,
  InstitutionMessage,
  Party,
  RecordArbitrationReport,
  RecordUpdate,
} from '#libs/disputes';
import { invalidRequest, readJson, RequestProblem, validated } from '#libs/http';
import { decimalText, isJsonObject, type JsonObject } from '#libs/kernel';
import {
  type ArbitrationReportDto,
  ArbitrationReportMessageDto,
  type ArbitratorDto,
  UpdateDto,
} from './smart-odr.dto.js';
import { ruleProblems } from './smart-odr.rules.js';

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

/**
 * Returns the command for POST /update_arbitration_report.
 *
 * @throws RequestProblem that names every wrong field.
 */
export const arbitrationReportOf = (body: unknown, sender: Sender): RecordArbitrationReport => {
  const given = disputeOf(body);
  const dto = validated(ArbitrationReportMessageDto, given, '/dispute');
  const problems = ruleProblems(dto);
  if (problems.length > 0) throw invalidRequest(problems);
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
  const message = 'dispute is required';
  throw new RequestProblem('invalid-request', message, { fields: [{ path: '/dispute', message }] });
};

const messageOf = (
  { disputeId, role, userName, disputetype }: UpdateDto | ArbitrationReportMessageDto,
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

const amountOf = (amount: number | null): string | null => (amount === null ? null : decimalText(amount, 2));

const partyOf = (side: ArbitrationReportDto['awardInFavor']): Party | null => {
  if (side === null) return null;
  return side === 'Investor' ? 'investor' : 'market-participant';
};
