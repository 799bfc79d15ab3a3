import { accept } from '#libs/kernel';
import type { ConfigurationDecision } from '../configuration-decision.js';
import type { Authorship, ConfigurationEvent, ReasonTerms, Received } from '../configuration-event.js';
import type { Configuration } from '../configuration.js';
import { type CategoryReference, referencedCategory } from '../category-reference.js';
import { described, type GivenDescription, translationsRefusal } from '../descriptions.js';
import { type Given, isSame, merged, receivedWith } from '../terms.js';
import { defaultVisibilityRefusal } from './category-defaults.js';

export interface UpsertReason {
  readonly type: 'UpsertReason';
  readonly data: Authorship &
    Received &
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
  const after = {
    ...merged(newTerms, { ...data, description: undefined }),
    ...described(known ?? newTerms, data),
  };
  const refusal =
    defaultVisibilityRefusal({ reasonId, categoryId, code: data.code }, after.visibility, state) ??
    translationsRefusal(after);
  if (refusal !== null) return refusal;
  if (before !== null && isSame(before, after)) return accept();
  const { code, by, at } = data;
  return accept<ConfigurationEvent>({
    type: 'ReasonUpserted',
    data: { reasonId, code, before, after, by, at, ...receivedWith(data) },
  });
};

/** The terms of a reason that a request may give. It names the category by reference. */
export type GivenReason = Given<Pick<ReasonTerms, 'active' | 'visibility'>> & GivenDescription;

export const reasonTerms = (reason: ReasonTerms): ReasonTerms => {
  const { categoryId, description, active, visibility } = reason;
  // `description` is named twice to keep its place in what is stored.
  return Object.assign({ categoryId, description, active, visibility }, described(reason, {}));
};
