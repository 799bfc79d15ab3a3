/**
 * Everything that can happen to a dispute over what was delivered. Instants are RFC 3339, as they were sent.
 */
export type DeliveryDisputeEvent =
  | DeliveryDisputeOpened
  | InvestigationStarted
  | EvidenceGathered
  | OperatorResponded
  | AdvertiserResponded
  | DeliveryDisputeEscalated
  | DeliveryDisputeResolved
  | DeliveryDisputeWithdrawn;

/** The place of a delivery dispute in its state machine (docs/delivery-disputes.md). */
export type DeliveryStage =
  | 'opened'
  | 'investigating'
  | 'evidence-gathered'
  | 'operator-responded'
  | 'advertiser-responded'
  | 'escalated'
  | 'resolved'
  | 'withdrawn';

export type DeliveryParty = 'advertiser' | 'operator';

/** A span of time: the start is inclusive, the end exclusive. */
export interface Period {
  readonly start: string;
  readonly end: string;
}

/** References to evidence. They never change after the dispute was opened. */
export interface EvidenceBundle {
  readonly proofPackIds: readonly string[];
  readonly meteringSnapshotIds: readonly string[];
  readonly settlementApplicationIds: readonly string[];
  readonly attachmentRefs: readonly string[];
  readonly auditorReportRef: string | null;
}

export interface DeliveryDisputeOpened {
  readonly type: 'DeliveryDisputeOpened';
  readonly data: {
    readonly disputeId: string;
    readonly openedBy: string;
    readonly openedByRole: DeliveryParty;
    /**
     * The role as it was sent, where it was neither party's word and so counts as the advertiser's; JSON text,
     * unless it was text. Events of before this field have none.
     */
    readonly openedByRoleAsSent?: string;
    readonly disputedPeriod: Period;
    readonly campaignId: string | null;
    readonly screenIds: readonly string[];
    readonly substrateId: string | null;
    readonly shortfallUnit: string;
    /** Decimal text, as it was sent. */
    readonly shortfallAmount: string;
    readonly evidence: EvidenceBundle;
    /** SHA-256 (hex) of the evidence's canonical JSON (RFC 8785): proves that the evidence did not change. */
    readonly evidenceDigest: string;
    /** What the opener noted, if anything. Events of before this field have none. */
    readonly notes?: string;
    /** The request body, byte for byte, as UTF-8 text. */
    readonly received: string;
  };
}

/** The fields of every later step. */
export interface StepData {
  readonly from: DeliveryStage;
  readonly by: string;
  readonly notes: string | null;
  readonly received: string;
}

export interface InvestigationStarted {
  readonly type: 'InvestigationStarted';
  readonly data: StepData;
}

export interface EvidenceGathered {
  readonly type: 'EvidenceGathered';
  readonly data: StepData;
}

export interface OperatorResponded {
  readonly type: 'OperatorResponded';
  readonly data: StepData & {
    readonly stance: string;
    readonly remedyAmount: string | null;
    readonly makegoodWindow: Period | null;
  };
}

export interface AdvertiserResponded {
  readonly type: 'AdvertiserResponded';
  readonly data: StepData & { readonly stance: string };
}

export interface DeliveryDisputeEscalated {
  readonly type: 'DeliveryDisputeEscalated';
  readonly data: StepData;
}

export interface DeliveryDisputeWithdrawn {
  readonly type: 'DeliveryDisputeWithdrawn';
  readonly data: StepData;
}

export interface DeliveryDisputeResolved {
  readonly type: 'DeliveryDisputeResolved';
  readonly data: StepData & { readonly outcome: DeliveryOutcome };
}

export type DeliveryOutcome =
  | { readonly kind: 'credit-issued'; readonly creditNoteId: string }
  | { readonly kind: 'makegood-delivered'; readonly makegoodCampaignId: string }
  | {
      readonly kind: 'settlement-adjustment';
      /** Signed cents per party, as integer text. */
      readonly adjustments: Readonly<Record<string, string>>;
      /** The settlement application that is adjusted, where it was named. */
      readonly originalApplicationId?: string;
    }
  | { readonly kind: 'no-credit' }
  | { readonly kind: 'other' };
