import type { TimePlace } from '#libs/kernel';

/** The events that a page shows. A property that is left out does not restrict it. */
export interface ActivityFilter {
  readonly tenant?: string;
  /** The actor that the request named. */
  readonly actor?: string;
  readonly credentialId?: string;
  /** The holder of the credential, such as an institution. */
  readonly holder?: string;
  /** Any of these. */
  readonly types?: readonly string[];
  /** RFC 3339 in UTC, both inclusive, by the ledger's own clock. */
  readonly from?: string;
  readonly to?: string;
  /** Found anywhere in the event's description, whatever the letter case. */
  readonly q?: string;
}

export interface ActivityPage {
  readonly filter: ActivityFilter;
  /** Where the page begins, exclusive, and in which direction it goes; null begins with the newest event. */
  readonly from: { readonly direction: 'older' | 'newer'; readonly place: TimePlace } | null;
  readonly limit: number;
}
