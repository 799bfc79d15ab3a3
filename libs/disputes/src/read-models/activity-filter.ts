/** Which activity is meant. */
export interface ActivityFilter {
  readonly tenant?: string;
  /** Who the request said acts. */
  readonly actor?: string;
  readonly credentialId?: string;
  /** Who held the credential, as an institution. */
  readonly holder?: string;
  /** Any of these. */
  readonly types?: readonly string[];
  /** RFC 3339 in UTC, both inclusive, on the ledger's own clock. */
  readonly from?: string;
  readonly to?: string;
  /** Found anywhere in what is told of the event, whatever the letter case. */
  readonly q?: string;
}

/** Where an event stands in the activity: when it was recorded, and at which position. */
export interface ActivityPlace {
  readonly ms: number;
  readonly position: number;
}

export interface ActivityPage {
  readonly filter: ActivityFilter;
  /** From which place on, exclusive, and which way; null: from the newest on. */
  readonly from: { readonly direction: 'older' | 'newer'; readonly place: ActivityPlace } | null;
  readonly limit: number;
}
