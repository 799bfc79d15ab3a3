import { accept, reject } from '#libs/kernel';
import type { ConfigurationDecision } from '../configuration-decision.js';
import type { Authorship, ConfigurationEvent, Received } from '../configuration-event.js';
import type { Configuration, Resolution } from '../configuration.js';
import { linkedDisputes } from '../links.js';
import { receivedWith } from '../terms.js';

export type ResolutionAddress = { readonly resolutionId: string } | { readonly code: string };

export interface DeleteResolution {
  readonly type: 'DeleteResolution';
  readonly data: Authorship & Received & { readonly resolution: ResolutionAddress };
}

/**
 * Deletes a resolution that no dispute is linked to. If it is the one for closed invoices, the tenant then
 * has none (docs/vendors/billtrust.md, "Deletion while linked").
 */
export const deleteResolution = (
  { data: { resolution, by, at, ...rest } }: DeleteResolution,
  state: Configuration,
): ConfigurationDecision => {
  const known = resolutionAt(resolution, state);
  if (known === undefined) return reject('resolution-not-found', 'There is no such resolution.');
  const linked = linkedDisputes(state.resolutionLinks.get(known.resolutionId));
  if (linked > 0)
    return reject(
      'resolution-linked',
      `Resolution ${known.code} is linked to ${linked} dispute(s). Reassign them before deleting.`,
    );
  return accept<ConfigurationEvent>({
    type: 'ResolutionDeleted',
    data: { resolutionId: known.resolutionId, by, at, ...receivedWith(rest) },
  });
};

export const resolutionAt = (address: ResolutionAddress, state: Configuration): Resolution | undefined =>
  state.resolutions.get(
    'resolutionId' in address ? address.resolutionId : (state.resolutionIdByCode.get(address.code) ?? ''),
  );
