import type { ArbitrationReport, Change, Party, ResolvedAppointment, Warning } from './arbitration-report.js';
import type { Award } from './award.js';
import type { ConciliationReport, Conciliator } from './conciliation-report.js';
import type { OdrStatus } from './odr-status.js';
import type { Proceeding } from './proceeding.js';

/**
 * Everything that can happen to a dispute before an institution. Days (`…On`) are `YYYY-MM-DD`, as documents
 * claim them.
 */
export type OdrDisputeEvent =
  | OdrDisputeReferenced
  | DisputeUpdateRecorded
  | DisputeStatusReported
  | ArbitrationReportFiled
  | ConciliationReportFiled
  | ArbitrationFact;

/** A fact from a report, recorded when a report states it for the first time or states it differently. */
export type ArbitrationFact =
  | ArbitratorAppointed
  | ArbitratorReappointed
  | ArbitratorAccepted
  | ArbitratorRejected
  | ArbitrationFeePaid
  | AwardMade
  | AwardReceived
  | AwardSent
  | ChallengeIntentionReceived;

/** The first mention of a dispute that an institution for online dispute resolution (ODR) handles. */
export interface OdrDisputeReferenced {
  readonly type: 'OdrDisputeReferenced';
  readonly data: {
    readonly disputeId: string;
    /** The institution that the dispute belongs to from now on. */
    readonly institution: string;
    readonly proceeding: Proceeding;
    /** `implicit`: the dispute was not transferred, the institution's first message made it known. */
    readonly registration: 'implicit';
  };
}

export interface DisputeUpdateRecorded {
  readonly type: 'DisputeUpdateRecorded';
  readonly data: MessageData & {
    readonly update: string;
    readonly description: string | null;
  };
}

export interface DisputeStatusReported {
  readonly type: 'DisputeStatusReported';
  readonly data: MessageData & {
    readonly status: OdrStatus;
    /** The status in force before: the same one if it was reported again, null for the first. */
    readonly from: OdrStatus | null;
    /** For `ARB_RES`, the award of the last report by then. */
    readonly award: Award | null;
    readonly warnings: readonly Warning[];
  };
}

export interface ConciliationReportFiled {
  readonly type: 'ConciliationReportFiled';
  readonly data: MessageData & {
    /** 1 for a dispute's first report of a conciliation. */
    readonly version: number;
    readonly report: ConciliationReport;
    readonly conciliators: readonly Conciliator[];
    readonly warnings: readonly Warning[];
    /** Against the report before: empty for the first report, and for one that repeats it. */
    readonly changes: readonly Change[];
  };
}

export interface ArbitrationReportFiled {
  readonly type: 'ArbitrationReportFiled';
  readonly data: MessageData & {
    /** 1 for a dispute's first report. */
    readonly version: number;
    readonly report: ArbitrationReport;
    readonly appointments: readonly ResolvedAppointment[];
    readonly warnings: readonly Warning[];
    /** Against the report before: empty for the first report, and for one that repeats it. */
    readonly changes: readonly Change[];
  };
}

/** The fields that every message of an institution has beside its subject. */
export interface MessageData {
  readonly proceeding: Proceeding;
  readonly role: string;
  readonly roleAsGiven: string;
  readonly userName: string;
  /** The request body, byte for byte, as UTF-8 text. */
  readonly received: string;
  /** Present if the dispute had ended when the message came. */
  readonly afterTerminal?: true;
}

interface Seated {
  readonly seat: number;
  readonly name: string;
  readonly pan: string;
}

export interface ArbitratorAppointed {
  readonly type: 'ArbitratorAppointed';
  readonly data: Seated & { readonly appointedOn: string };
}

export interface ArbitratorReappointed {
  readonly type: 'ArbitratorReappointed';
  readonly data: Seated & {
    readonly appointedOn: string;
    readonly onBehalfOf: string;
    readonly onBehalfOfPan: string | null;
  };
}

export interface ArbitratorAccepted {
  readonly type: 'ArbitratorAccepted';
  readonly data: Seated & { readonly acceptedOn: string };
}

export interface ArbitratorRejected {
  readonly type: 'ArbitratorRejected';
  readonly data: Seated & { readonly rejectedOn: string };
}

export interface ArbitrationFeePaid {
  readonly type: 'ArbitrationFeePaid';
  readonly data: { readonly payer: Party; readonly paidOn: string };
}

export interface AwardMade {
  readonly type: 'AwardMade';
  readonly data: {
    readonly amount: string | null;
    readonly inFavourOf: Party;
    readonly awardedOn: string;
  };
}

export interface AwardReceived {
  readonly type: 'AwardReceived';
  readonly data: { readonly receivedOn: string };
}

export interface AwardSent {
  readonly type: 'AwardSent';
  readonly data: { readonly sentOn: string };
}

export interface ChallengeIntentionReceived {
  readonly type: 'ChallengeIntentionReceived';
  readonly data: { readonly receivedOn: string };
}
