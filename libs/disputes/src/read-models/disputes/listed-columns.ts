import { assertNever } from '#libs/kernel';
import { schemeOf } from '../../domain/dispute-kind.js';
import type { NormalisedStatus } from '../../projections/dispute-head.js';
import type { DisputeView } from '../../projections/dispute-view.js';
import { maskPan } from '../../projections/personal-data.js';

/** The columns that change during the life of a dispute and that lists filter by. */
export interface ListedColumns {
  readonly status: NormalisedStatus;
  readonly stage: string | null;
  readonly has_warning: number;
  /** What free-text search looks at, in lower case. */
  readonly search_text: string;
}

/** Returns the columns that lists filter by. */
export const listedColumns = (view: DisputeView): ListedColumns => ({
  status: view.status,
  stage: view.stage,
  has_warning: view.warnings.length > 0 ? 1 : 0,
  search_text: searchTextOf(view).toLowerCase(),
});

/** Returns the words by which a reader would look for the dispute. A search finds nobody by a tax number. */
const searchTextOf = (view: DisputeView): string =>
  [
    view.disputeId,
    ...ownWordsOf(view)
      .filter((word) => word !== null && word !== undefined)
      .map(maskPan),
  ].join(' ');

const ownWordsOf = (view: DisputeView): readonly (string | null | undefined)[] => {
  switch (view.scheme) {
    case schemeOf.odr:
      return [view.institution, view.lastUpdate?.text, view.lastUpdate?.by];
    case schemeOf.delivery:
      return [view.openedBy, view.campaignId, ...view.screenIds];
    case schemeOf.invoice:
      return [view.documentNumber, view.accountNumber, view.accountName, view.poNumber, view.openedBy];
    default:
      return assertNever(view);
  }
};
