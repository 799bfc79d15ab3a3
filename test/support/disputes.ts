import type {
  ArbitrationReport,
  ArbitratorAppointment,
  ResolvedAppointment,
} from '../../libs/disputes/src/domain/odr/arbitration-report.js';
import type { RecordArbitrationReport } from '../../libs/disputes/src/domain/odr/record-arbitration-report.js';
import type { RecordUpdate } from '../../libs/disputes/src/domain/odr/record-update.js';
import type {
  ArbitrationReportFiled,
  DisputeUpdateRecorded,
  OdrDisputeReferenced,
} from '../../libs/disputes/src/domain/odr/odr-event.js';

// The values of SMART ODR's published examples, in the words of the domain. Amounts and days that an example
// does not have are null here, too.

export const institution = 'Gotham ODR';
export const otherInstitution = 'Metropolis ODR';

const updateMessage = {
  proceeding: 'conciliation',
  role: 'MEDIATOR',
  roleAsGiven: 'mediator',
  userName: 'Bruce Wayne',
  received:
    '{"dispute":{"disputeId":"MII-INV-2024-01-781096","userName":"Bruce Wayne","role":"mediator",' +
    '"description":"test123","disputetype":"conciliation","update":"Date & Time of Conciliator Appointment"}}',
} as const;

const updateText = { update: 'Date & Time of Conciliator Appointment', description: 'test123' } as const;

export const recordUpdate = (overrides: Partial<RecordUpdate['data']> = {}): RecordUpdate => ({
  type: 'RecordUpdate',
  data: {
    disputeId: 'MII-INV-2024-01-781096',
    institution,
    registration: 'implicit',
    ...updateMessage,
    ...updateText,
    ...overrides,
  },
});

export const updateRecorded = (
  overrides: Partial<DisputeUpdateRecorded['data']> = {},
): DisputeUpdateRecorded => ({
  type: 'DisputeUpdateRecorded',
  data: { ...updateMessage, ...updateText, ...overrides },
});

/** Returns the event that an institution's first message about a dispute adds before its own. */
export const disputeReferenced = (
  overrides: Partial<OdrDisputeReferenced['data']> = {},
): OdrDisputeReferenced => ({
  type: 'OdrDisputeReferenced',
  data: {
    disputeId: 'DMDP-DP-2024-07-649989',
    institution,
    proceeding: 'arbitration',
    registration: 'implicit',
    ...overrides,
  },
});

export const smithDoe = {
  seat: 1,
  name: 'Smith Doe',
  pan: 'ABCDE1234H',
  appointedOn: '2025-01-15',
  acceptedOn: '2025-01-20',
  rejectedOn: null,
  isApproved: true,
  onBehalfOf: null,
} as const satisfies ArbitratorAppointment;

export const karenGraham = {
  ...smithDoe,
  seat: 2,
  name: 'Karen Graham',
  pan: 'ABCDE1234I',
} as const satisfies ArbitratorAppointment;

/** The arbitrator who rejected the appointment; Audrey Henderson took the seat. */
export const aaronJohnson = {
  ...smithDoe,
  seat: 3,
  name: 'Aaron K. Johnson',
  pan: 'ABCDE1234J',
  acceptedOn: null,
  rejectedOn: '2025-01-20',
  isApproved: false,
} as const satisfies ArbitratorAppointment;

export const audreyHenderson = {
  ...smithDoe,
  seat: 3,
  name: 'Audrey Henderson',
  pan: 'ABCDE1234K',
  appointedOn: '2025-01-21',
  acceptedOn: '2025-01-25',
  onBehalfOf: 'ABCDE1234J',
} as const satisfies ArbitratorAppointment;

const appointments: readonly ArbitratorAppointment[] = [smithDoe, karenGraham, aaronJohnson, audreyHenderson];

export const resolved = (
  appointment: ArbitratorAppointment,
  onBehalfOfPan: string | null = null,
): ResolvedAppointment => ({ ...appointment, onBehalfOfPan });

export const resolvedAppointments: readonly ResolvedAppointment[] = [
  resolved(smithDoe),
  resolved(karenGraham),
  resolved(aaronJohnson),
  resolved(audreyHenderson, 'ABCDE1234J'),
];

export const arbitrationReport = (overrides: Partial<ArbitrationReport> = {}): ArbitrationReport => ({
  tribunal: 'sole',
  marketParticipantFeePaid: true,
  marketParticipantFeePaidOn: '2025-01-15',
  investorFeePaid: false,
  investorFeePaidOn: null,
  counterClaimAmount: '1500.5',
  hearings: 3,
  awardAmount: '2000',
  awardInFavourOf: 'investor',
  awardedOn: '2025-01-20',
  awardReceivedOn: '2025-01-22',
  awardSentOn: '2025-01-23',
  challengeIntended: false,
  challengeIntentionReceivedOn: null,
  ...overrides,
});

/** Returns a report from before any fee, hearing or award. */
export const interimReport = (overrides: Partial<ArbitrationReport> = {}): ArbitrationReport =>
  arbitrationReport({
    marketParticipantFeePaid: false,
    marketParticipantFeePaidOn: null,
    counterClaimAmount: null,
    hearings: null,
    awardAmount: null,
    awardInFavourOf: null,
    awardedOn: null,
    awardReceivedOn: null,
    awardSentOn: null,
    ...overrides,
  });

const reportMessage = {
  proceeding: 'arbitration',
  role: 'CASEMANAGER',
  roleAsGiven: 'CASEMANAGER',
  userName: 'John Doe',
  // Shortened: the domain keeps the body and never reads it.
  received: '{"dispute":{"disputeId":"DMDP-DP-2024-07-649989","disputetype":"arbitration"}}',
} as const;

export const recordArbitrationReport = (
  overrides: Partial<RecordArbitrationReport['data']> = {},
): RecordArbitrationReport => ({
  type: 'RecordArbitrationReport',
  data: {
    disputeId: 'DMDP-DP-2024-07-649989',
    institution,
    registration: 'implicit',
    ...reportMessage,
    report: arbitrationReport(),
    appointments,
    ...overrides,
  },
});

/** Returns the event that files the example's report, with its two warnings. */
export const reportFiled = (
  overrides: Partial<ArbitrationReportFiled['data']> = {},
): ArbitrationReportFiled => ({
  type: 'ArbitrationReportFiled',
  data: {
    ...reportMessage,
    version: 1,
    report: arbitrationReport(),
    appointments: resolvedAppointments,
    warnings: [
      {
        code: 'ARBITRATOR_TYPE_MISMATCH',
        message: 'The tribunal is said to be a sole arbitrator, but 3 seats are occupied.',
      },
      {
        code: 'APPOINTED_AFTER_AWARD',
        message:
          'An arbitrator on seat 3 was appointed on 2025-01-21 and accepted on 2025-01-25, after the award of 2025-01-20.',
      },
    ],
    changes: [],
    ...overrides,
  },
});
