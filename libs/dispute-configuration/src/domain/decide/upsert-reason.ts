import { accept } from '#libs/kernel';
import type { ConfigurationDecision } from '../configuration-decision.js';
import type { Authorship, ConfigurationEvent, ReasonTerms } from '../configuration-event.js';
import type { Configuration } from '../configuration.js';
import { type CategoryReference, referencedCategory } from '../category-reference.js';
import { type Given, isSame, merged } from '../terms.js';

export interface UpsertReason {
  readonly type: 'UpsertReason';
  readonly data: Authorship &
    GivenReason & {
      /** The id that the reason gets if its code is new to the category. */
      readonly newId: string;
      readonly category: CategoryReference;
      readonly code: string;
    };
}

/**
 * Creates the reason, or changes the one of the category that has the code (docs/vendors/billtrust.md,
 * "Upsert of reasons and categories").
 */
export const upsertReason = ({ data }: UpsertReason, state: Configuration): ConfigurationDecision => {
  const category = referencedCategory(data.category, state);
  if (category.outcome === 'rejected') return category;
  const { categoryId } = category;
  const reasonId = state.reasonIdsByCategory.get(categoryId)?.get(data.code) ?? data.newId;
  const known = state.reasons.get(reasonId);
  // As with resolutions, absent terms return to their documented default; a text stays, as it has none.
  const newTerms: ReasonTerms = { categoryId, description: null, active: false, visibility: 'Internal' };
  const before = known === undefined ? null : reasonTerms(known);
  const after = merged({ ...newTerms, description: known?.description ?? null }, data);
  if (before !== null && isSame(before, after)) return accept();
  const { code, by, at } = data;
  return accept<ConfigurationEvent>({
    type: 'ReasonUpserted',
    data: { reasonId, code, before, after, by, at },
  });
};

/** The terms of a reason that a request may give. It names the category by reference. */
export type GivenReason = Given<Omit<ReasonTerms, 'categoryId'>>;

export const reasonTerms = ({ categoryId, description, active, visibility }: ReasonTerms): ReasonTerms => ({
  categoryId,
  description,
  active,
  visibility,
});
