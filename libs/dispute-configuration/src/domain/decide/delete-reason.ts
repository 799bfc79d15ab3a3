import { accept, reject } from '#libs/kernel';
import type { ConfigurationDecision } from '../configuration-decision.js';
import type { Authorship, ConfigurationEvent, Received } from '../configuration-event.js';
import type { Configuration, Reason } from '../configuration.js';
import { linkedDisputes } from '../links.js';
import { receivedWith } from '../terms.js';

export type ReasonAddress =
  { readonly reasonId: string } | { readonly categoryCode: string; readonly code: string };

export interface DeleteReason {
  readonly type: 'DeleteReason';
  readonly data: Authorship & Received & { readonly reason: ReasonAddress };
}

/**
 * Deletes a reason that no dispute is linked to and that is not a default of its category
 * (docs/vendors/billtrust.md, "Deletion while linked").
 */
export const deleteReason = (
  { data: { reason, by, at, ...rest } }: DeleteReason,
  state: Configuration,
): ConfigurationDecision => {
  const known = reasonAt(reason, state);
  if (known === undefined) return reject('reason-not-found', 'There is no such reason.');
  const linked = linkedDisputes(state.reasonLinks.get(known.reasonId));
  if (linked > 0)
    return reject(
      'reason-linked',
      `Reason ${known.code} is linked to ${linked} dispute(s). Reassign them before deleting.`,
    );
  if (isDefaultReason(known, state))
    return reject('reason-is-default', `Reason ${known.code} is a default of its category.`);
  return accept<ConfigurationEvent>({
    type: 'ReasonDeleted',
    data: { reasonId: known.reasonId, by, at, ...receivedWith(rest) },
  });
};

export const reasonAt = (address: ReasonAddress, state: Configuration): Reason | undefined => {
  if ('reasonId' in address) return state.reasons.get(address.reasonId);
  const categoryId = state.categoryIdByCode.get(address.categoryCode) ?? '';
  return state.reasons.get(state.reasonIdsByCategory.get(categoryId)?.get(address.code) ?? '');
};

export const isDefaultReason = ({ reasonId, categoryId }: Reason, state: Configuration): boolean => {
  const category = state.categories.get(categoryId);
  return category?.defaultInternalReasonId === reasonId || category?.defaultExternalReasonId === reasonId;
};
