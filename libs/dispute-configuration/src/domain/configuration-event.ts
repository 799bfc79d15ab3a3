/** Everything that can have happened to a tenant's dispute configuration. `by` is who, `at` when by the writer's clock. */
export type ConfigurationEvent =
  | CategoryUpserted
  | ReasonUpserted
  | ReasonUpdated
  | ReasonDeleted
  | ResolutionUpserted
  | ResolutionUpdated
  | ResolutionDeleted
  | InvoiceClosedResolutionSet
  | ReasonLinked
  | ReasonUnlinked
  | ResolutionLinked
  | ResolutionUnlinked;

export interface Authorship {
  readonly by: string;
  readonly at: string;
}

/** Who may choose the reason: the supplier's people, the buyer's, or both. */
export type Visibility = 'Internal' | 'External' | 'All';

export interface CategoryTerms {
  readonly description: string | null;
  readonly defaultInternalReasonId: string | null;
  readonly defaultExternalReasonId: string | null;
}

export interface ReasonTerms {
  readonly categoryId: string;
  readonly description: string | null;
  readonly active: boolean;
  readonly visibility: Visibility;
}

export interface ResolutionTerms {
  readonly description: string | null;
  readonly active: boolean;
  /** Whether a dispute that ends with it was valid. */
  readonly isValid: boolean;
}

/** `before` is null when the upsert created what it names. */
interface Upserted<Terms> {
  readonly code: string;
  readonly before: Terms | null;
  readonly after: Terms;
}

interface Updated<Terms> {
  readonly before: Terms;
  readonly after: Terms;
}

export interface CategoryUpserted {
  readonly type: 'CategoryUpserted';
  readonly data: Authorship & Upserted<CategoryTerms> & { readonly categoryId: string };
}

export interface ReasonUpserted {
  readonly type: 'ReasonUpserted';
  readonly data: Authorship & Upserted<ReasonTerms> & { readonly reasonId: string };
}

export interface ReasonUpdated {
  readonly type: 'ReasonUpdated';
  readonly data: Authorship & Updated<ReasonTerms> & { readonly reasonId: string };
}

export interface ReasonDeleted {
  readonly type: 'ReasonDeleted';
  readonly data: Authorship & { readonly reasonId: string };
}

export interface ResolutionUpserted {
  readonly type: 'ResolutionUpserted';
  readonly data: Authorship & Upserted<ResolutionTerms> & { readonly resolutionId: string };
}

export interface ResolutionUpdated {
  readonly type: 'ResolutionUpdated';
  readonly data: Authorship & Updated<ResolutionTerms> & { readonly resolutionId: string };
}

export interface ResolutionDeleted {
  readonly type: 'ResolutionDeleted';
  readonly data: Authorship & { readonly resolutionId: string };
}

/** One event moves the flag, so there is no instant at which two resolutions have it. */
export interface InvoiceClosedResolutionSet {
  readonly type: 'InvoiceClosedResolutionSet';
  readonly data: Authorship & { readonly resolutionId: string; readonly clearedIds: readonly string[] };
}

/** A reservation is one attempt to link one dispute. It is made before the dispute says so, and given back by its id. */
export interface Reservation {
  readonly reservationId: string;
  readonly disputeId: string;
}

export interface ReasonLinked {
  readonly type: 'ReasonLinked';
  readonly data: Authorship & Reservation & { readonly reasonId: string };
}

export interface ReasonUnlinked {
  readonly type: 'ReasonUnlinked';
  readonly data: Authorship & Reservation & { readonly reasonId: string };
}

export interface ResolutionLinked {
  readonly type: 'ResolutionLinked';
  readonly data: Authorship & Reservation & { readonly resolutionId: string };
}

export interface ResolutionUnlinked {
  readonly type: 'ResolutionUnlinked';
  readonly data: Authorship & Reservation & { readonly resolutionId: string };
}
