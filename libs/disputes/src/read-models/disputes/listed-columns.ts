import { isDeliveryView } from '../../projections/delivery/delivery-dispute-view.js';
import { isInvoiceView } from '../../projections/invoice/invoice-dispute-view.js';
import type { NormalisedStatus } from '../../projections/dispute-head.js';
import type { DisputeView } from '../../projections/dispute-view.js';

/** What changes in the life of a dispute and a list can be asked for. */
export interface ListedColumns {
  readonly status: NormalisedStatus;
  readonly stage: string | null;
  readonly has_warning: number;
  /** What free-text search looks at, in lower case. */
  readonly search_text: string;
}

export const listedColumns = (view: DisputeView): ListedColumns => ({
  status: view.status,
  stage: view.stage,
  has_warning: view.warnings.length > 0 ? 1 : 0,
  search_text: searchTextOf(view).toLowerCase(),
});

/** The words by which somebody would look for the dispute. */
const searchTextOf = (view: DisputeView): string =>
  [view.disputeId, ...ownWordsOf(view)].filter((word) => word !== null && word !== undefined).join(' ');

const ownWordsOf = (view: DisputeView): readonly (string | null | undefined)[] => {
  if (isDeliveryView(view)) return [view.openedBy, view.campaignId, ...view.screenIds];
  if (isInvoiceView(view))
    return [view.documentNumber, view.accountNumber, view.accountName, view.poNumber, view.openedBy];
  return [view.institution, view.lastUpdate?.text, view.lastUpdate?.by];
};
