import type {
  ConciliationReport,
  Conciliator,
} from '../../libs/disputes/src/domain/odr/conciliation-report.js';
import type {
  ConciliationReportFiled,
  DisputeStatusReported,
} from '../../libs/disputes/src/domain/odr/odr-event.js';
import type { RecordConciliationReport } from '../../libs/disputes/src/domain/odr/record-conciliation-report.js';
import type { RecordStatus } from '../../libs/disputes/src/domain/odr/record-status.js';
import { institution } from './disputes.js';

// Statuses and reports of conciliations, in the words of the domain.

const statusMessage = {
  proceeding: 'conciliation',
  role: 'CASEMANAGER',
  roleAsGiven: 'CaseManager',
  userName: 'John Doe',
  received: '{"dispute":{"disputeId":"MII-INV-2024-01-781096","disputetype":"conciliation"}}',
} as const;

export const recordStatus = (overrides: Partial<RecordStatus['data']> = {}): RecordStatus => ({
  type: 'RecordStatus',
  data: {
    disputeId: 'MII-INV-2024-01-781096',
    institution,
    registration: 'implicit',
    ...statusMessage,
    status: 'CON_INIT',
    ...overrides,
  },
});

/** Returns the event of a dispute's first status. */
export const statusReported = (
  overrides: Partial<DisputeStatusReported['data']> = {},
): DisputeStatusReported => ({
  type: 'DisputeStatusReported',
  data: { ...statusMessage, status: 'CON_INIT', from: null, award: null, warnings: [], ...overrides },
});

export const conciliationReport = (overrides: Partial<ConciliationReport> = {}): ConciliationReport => ({
  marketParticipantFeePaid: true,
  marketParticipantFeePaidOn: '2025-01-15',
  investorFeePaid: false,
  investorFeePaidOn: null,
  hearings: 2,
  isSettled: true,
  settlementAmount: '1500.5',
  settledOn: '2025-01-20',
  ...overrides,
});

export const conciliator = (overrides: Partial<Conciliator> = {}): Conciliator => ({
  seat: 1,
  name: 'Smith Doe',
  pan: 'ABCDE1234H',
  appointedOn: '2025-01-15',
  acceptedOn: '2025-01-16',
  rejectedOn: null,
  isReappointed: false,
  isApproved: true,
  onBehalfOf: null,
  ...overrides,
});

export const recordConciliationReport = (
  overrides: Partial<RecordConciliationReport['data']> = {},
): RecordConciliationReport => ({
  type: 'RecordConciliationReport',
  data: {
    disputeId: 'MII-INV-2024-01-781096',
    institution,
    registration: 'implicit',
    ...statusMessage,
    report: conciliationReport(),
    conciliators: [conciliator()],
    ...overrides,
  },
});

export const conciliationFiled = (
  overrides: Partial<ConciliationReportFiled['data']> = {},
): ConciliationReportFiled => ({
  type: 'ConciliationReportFiled',
  data: {
    ...statusMessage,
    version: 1,
    report: conciliationReport(),
    conciliators: [conciliator()],
    warnings: [],
    changes: [],
    ...overrides,
  },
});
