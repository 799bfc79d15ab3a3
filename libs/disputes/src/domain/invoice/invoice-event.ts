/** Everything that can happen to a dispute over an invoice. Amounts are decimal text, as they were sent. */
export type InvoiceDisputeEvent =
  | InvoiceDisputeOpened
  | InvoiceDisputeReasonAssigned
  | InvoiceDisputeExternalReasonAssigned
  | InvoiceDisputeResolutionAssigned
  | InvoiceDisputeClosed
  | InvoiceDisputeCancelled
  | LinkReservationLapsed;

/** Whether an invoice dispute is open, and how it ended. */
export type InvoiceStage = 'opened' | 'closed' | 'cancelled';

/** The reason as configured when it was assigned: later changes of the configuration do not reach it. */
export interface AssignedReason {
  readonly reservationId: string;
  readonly reasonId: string;
  readonly code: string;
  readonly description: string | null;
  readonly categoryId: string;
  readonly categoryCode: string;
  /** Absent from events of before it was recorded. */
  readonly categoryDescription?: string | null;
}

/** The resolution as configured when it was assigned: later changes of the configuration do not reach it. */
export interface AssignedResolution {
  readonly reservationId: string;
  readonly resolutionId: string;
  readonly code: string;
  readonly description: string | null;
  /** Whether the resolution finds the dispute valid. */
  readonly isValid: boolean;
}

/** The claim, in the words of the person who opened the dispute. */
export interface InvoiceClaim {
  readonly documentNumber: string;
  readonly poNumber: string | null;
  readonly accountNumber: string | null;
  readonly accountName: string | null;
  readonly amount: string | null;
  readonly currencyCode: string | null;
  readonly originSystem: string | null;
  readonly description: string | null;
  /** Who works on the dispute, in the vendor's words; absent where nothing was said. */
  readonly assigneeId?: string;
  readonly assigneeName?: string;
  readonly departmentId?: string;
  readonly departmentName?: string;
  readonly platformAccountId?: string;
  readonly userId?: string;
}

interface Act {
  readonly by: string;
  readonly received: string;
}

interface Assignment extends Act {
  /** Absent where none were sent. */
  readonly notes?: string;
}

export interface InvoiceDisputeOpened {
  readonly type: 'InvoiceDisputeOpened';
  readonly data: Act &
    InvoiceClaim & {
      readonly disputeId: string;
      readonly reason: AssignedReason | null;
      /** The reason in the words of the buyer's people; absent without one. */
      readonly externalReason?: AssignedReason;
      /** The vendor's code, from the sequence of its document; absent from events of before there was one. */
      readonly disputeCode?: string;
    };
}

export interface InvoiceDisputeReasonAssigned {
  readonly type: 'InvoiceDisputeReasonAssigned';
  readonly data: Assignment & { readonly before: AssignedReason | null; readonly reason: AssignedReason };
}

export interface InvoiceDisputeExternalReasonAssigned {
  readonly type: 'InvoiceDisputeExternalReasonAssigned';
  readonly data: Act & {
    readonly before: AssignedReason | null;
    readonly externalReason: AssignedReason;
    readonly notes: string | null;
  };
}

export interface InvoiceDisputeResolutionAssigned {
  readonly type: 'InvoiceDisputeResolutionAssigned';
  readonly data: Assignment & {
    readonly before: AssignedResolution | null;
    readonly resolution: AssignedResolution;
  };
}

export interface InvoiceDisputeClosed {
  readonly type: 'InvoiceDisputeClosed';
  readonly data: Act & {
    readonly before: AssignedResolution | null;
    readonly resolution: AssignedResolution;
    /** `invoice-closed`: the invoice was closed, and its disputes with it. */
    readonly cause: 'decided' | 'invoice-closed';
    readonly notes: string | null;
  };
}

export interface InvoiceDisputeCancelled {
  readonly type: 'InvoiceDisputeCancelled';
  readonly data: Act & {
    readonly notes: string | null;
    /** The resolution that the dispute gave up; absent if it had none. */
    readonly before?: AssignedResolution;
  };
}

/**
 * A reservation that was made for this dispute may no longer be used. This is recorded before the reservation
 * is given back: a late request that made it is then refused, and cannot link the dispute to something that
 * was deleted.
 */
export interface LinkReservationLapsed {
  readonly type: 'LinkReservationLapsed';
  readonly data: { readonly reservationId: string; readonly by: string };
}
