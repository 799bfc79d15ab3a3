import { accept, reject } from '#libs/kernel';
import type { ConfigurationDecision } from '../configuration-decision.js';
import type { Authorship, ConfigurationEvent, Received } from '../configuration-event.js';
import type { Category, Configuration } from '../configuration.js';

export type CategoryAddress = { readonly categoryId: string } | { readonly code: string };

export interface DeleteCategory {
  readonly type: 'DeleteCategory';
  readonly data: Authorship & Received & { readonly category: CategoryAddress };
}

/**
 * Deletes a category that has no reasons and that no dispute names (docs/vendors/billtrust.md, "Deletion while
 * linked").
 */
export const deleteCategory = (
  { data: { category, by, at, received } }: DeleteCategory,
  state: Configuration,
): ConfigurationDecision => {
  const known = categoryAt(category, state);
  if (known === undefined) return reject('category-not-found', 'There is no such category.');
  const { categoryId, code } = known;
  const reasons = state.reasonIdsByCategory.get(categoryId)?.size ?? 0;
  if (reasons > 0)
    return reject(
      'category-in-use',
      `Category ${code} has ${reasons} reason(s). Delete them or move them before deleting.`,
    );
  const linked = disputesOf(categoryId, state);
  if (linked > 0)
    return reject(
      'category-in-use',
      `Category ${code} is linked to ${linked} dispute(s). Reassign them before deleting.`,
    );
  return accept<ConfigurationEvent>({
    type: 'CategoryDeleted',
    data: { categoryId, by, at, ...(received !== undefined && { received }) },
  });
};

export const categoryAt = (address: CategoryAddress, state: Configuration): Category | undefined =>
  state.categories.get(
    'categoryId' in address ? address.categoryId : (state.categoryIdByCode.get(address.code) ?? ''),
  );

/** Counts the disputes whose reason was in the category when it was linked, wherever it was moved since. */
const disputesOf = (categoryId: string, { reasonLinks }: Configuration): number => {
  const links = [...reasonLinks.values()].flatMap((ofReason) => [...ofReason.values()]);
  return new Set(links.filter((link) => link.categoryId === categoryId).map(({ disputeId }) => disputeId))
    .size;
};
