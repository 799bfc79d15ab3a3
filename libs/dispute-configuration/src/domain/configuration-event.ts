/** Every event of a tenant's dispute configuration. */
export type ConfigurationEvent =
  | CategoryUpserted
  | CategoryUpdated
  | CategoryDeleted
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

/** Who made a change, as the request claims, and when by the clock of the process that appends. */
export interface Authorship {
  readonly by: string;
  /** RFC 3339 in UTC with milliseconds. */
  readonly at: string;
}

/** What a request said, for the fields that nobody reads yet. */
export interface Received {
  /** The request body, byte for byte, as UTF-8 text; absent from events of before it was kept. */
  readonly received?: string | undefined;
}

/** A description in the thing's own language, with its translations. */
export interface Described {
  readonly description: string | null;
  /** The language of `description`, as a canonical tag; absent for English. */
  readonly language?: string;
  /** Descriptions in other languages, by canonical tag. */
  readonly translations?: Readonly<Record<string, string>>;
}

/**
 * Who may choose it: the supplier's people, the buyer's, or both (docs/vendors/billtrust.md, "Visibility").
 */
export type Visibility = 'Internal' | 'External' | 'All';

export interface CategoryTerms extends Described {
  readonly defaultInternalReasonId: string | null;
  readonly defaultExternalReasonId: string | null;
}

export interface ReasonTerms extends Described {
  readonly categoryId: string;
  readonly active: boolean;
  readonly visibility: Visibility;
}

export interface ResolutionTerms {
  readonly description: string | null;
  readonly active: boolean;
  /** Whether a dispute that ends with this resolution was valid. */
  readonly isValid: boolean;
}

/** The terms before and after an upsert; `before` is null when it created what it names. */
interface Upserted<Terms> extends Received {
  readonly code: string;
  readonly before: Terms | null;
  readonly after: Terms;
}

interface Updated<Terms> extends Received {
  readonly before: Terms;
  readonly after: Terms;
}

export interface CategoryUpserted {
  readonly type: 'CategoryUpserted';
  readonly data: Authorship & Upserted<CategoryTerms> & { readonly categoryId: string };
}

export interface CategoryUpdated {
  readonly type: 'CategoryUpdated';
  readonly data: Authorship & Updated<CategoryTerms> & { readonly categoryId: string };
}

export interface CategoryDeleted {
  readonly type: 'CategoryDeleted';
  readonly data: Authorship & Received & { readonly categoryId: string };
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
  readonly data: Authorship & Received & { readonly reasonId: string };
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
  readonly data: Authorship & Received & { readonly resolutionId: string };
}

/** The move of the flag for closed invoices. It is one event, so that two resolutions never have the flag. */
export interface InvoiceClosedResolutionSet {
  readonly type: 'InvoiceClosedResolutionSet';
  readonly data: Authorship &
    Received & { readonly resolutionId: string; readonly clearedIds: readonly string[] };
}

/** An attempt to link a dispute, made before the dispute records it and released by its id (decision 0007). */
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
