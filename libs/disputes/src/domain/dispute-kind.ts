/** The kinds of disputes. A dispute keeps the kind that it began with. */
export type DisputeKind = 'odr' | 'delivery' | 'invoice';

/**
 * The word for each kind in answers, filters and rows, where it is called `scheme`. Partners and auditors
 * read it, so entries are added and never changed.
 */
export const schemeOf = {
  odr: 'smart-odr',
  delivery: 'enfinitos',
  invoice: 'billtrust',
} as const satisfies Record<DisputeKind, string>;

export type SchemeOf<Kind extends DisputeKind> = (typeof schemeOf)[Kind];
