import { reject, type Rejected } from '#libs/kernel';
import type { ConfigurationRefusal } from './configuration-decision.js';
import type { Configuration } from './configuration.js';

/** A category by its id, its code or both (docs/vendors/billtrust.md, "Categories of reasons"). */
export interface CategoryReference {
  readonly categoryId?: string | undefined;
  readonly categoryCode?: string | undefined;
}

/** Returns the id of the referenced category, or a refusal if there is none or id and code disagree. */
export const referencedCategory = (
  { categoryId, categoryCode }: CategoryReference,
  state: Configuration,
): { readonly outcome: 'allowed'; readonly categoryId: string } | Rejected<ConfigurationRefusal> => {
  if (categoryCode === undefined && categoryId === undefined)
    return reject('category-unknown', 'A categoryId or a categoryCode is needed.');
  if (categoryId !== undefined && !state.categories.has(categoryId))
    return reject('category-unknown', `categoryId ${categoryId} is no category of the tenant.`);
  if (categoryCode === undefined) return { outcome: 'allowed', categoryId: categoryId ?? '' };
  const byCode = state.categoryIdByCode.get(categoryCode);
  if (byCode === undefined)
    return reject('category-unknown', `categoryCode ${categoryCode} is no category of the tenant.`);
  if (categoryId !== undefined && byCode !== categoryId)
    return reject('categories-disagree', 'categoryId and categoryCode name different categories.');
  return { outcome: 'allowed', categoryId: byCode };
};
