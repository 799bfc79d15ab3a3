import { accept, reject } from '#libs/kernel';
import type { ConfigurationDecision } from '../configuration-decision.js';
import type { Authorship, ConfigurationEvent } from '../configuration-event.js';
import type { Configuration } from '../configuration.js';

export interface SetInvoiceClosedResolution {
  readonly type: 'SetInvoiceClosedResolution';
  readonly data: Authorship & { readonly resolutionId: string };
}

/** From here on the resolution, and no other of the tenant, ends the disputes of an invoice that is closed. */
export const setInvoiceClosedResolution = (
  { data: { resolutionId, by, at } }: SetInvoiceClosedResolution,
  state: Configuration,
): ConfigurationDecision => {
  if (!state.resolutions.has(resolutionId))
    return reject('resolution-not-found', 'There is no such resolution.');
  const flagged = state.invoiceClosedResolutionId;
  if (flagged === resolutionId) return accept();
  return accept<ConfigurationEvent>({
    type: 'InvoiceClosedResolutionSet',
    data: { resolutionId, clearedIds: flagged === null ? [] : [flagged], by, at },
  });
};
