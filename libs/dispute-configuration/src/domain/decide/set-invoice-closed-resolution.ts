import { accept, reject } from '#libs/kernel';
import type { ConfigurationDecision } from '../configuration-decision.js';
import type { Authorship, ConfigurationEvent, Received } from '../configuration-event.js';
import type { Configuration } from '../configuration.js';
import { receivedWith } from '../terms.js';

export interface SetInvoiceClosedResolution {
  readonly type: 'SetInvoiceClosedResolution';
  readonly data: Authorship & Received & { readonly resolutionId: string };
}

/**
 * Makes the resolution the only one of the tenant's that ends the disputes of closed invoices
 * (docs/vendors/billtrust.md, "The resolution for closed invoices").
 */
export const setInvoiceClosedResolution = (
  { data }: SetInvoiceClosedResolution,
  state: Configuration,
): ConfigurationDecision => {
  const { resolutionId, by, at } = data;
  if (!state.resolutions.has(resolutionId))
    return reject('resolution-not-found', 'There is no such resolution.');
  const flagged = state.invoiceClosedResolutionId;
  if (flagged === resolutionId) return accept();
  return accept<ConfigurationEvent>({
    type: 'InvoiceClosedResolutionSet',
    data: { resolutionId, clearedIds: flagged === null ? [] : [flagged], by, at, ...receivedWith(data) },
  });
};
