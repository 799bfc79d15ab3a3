import { accept } from '#libs/kernel';
import type { ConfigurationDecision } from '../configuration-decision.js';
import type { Authorship, CategoryTerms, ConfigurationEvent, Received } from '../configuration-event.js';
import type { Configuration } from '../configuration.js';
import { described, type GivenDescription, translationsRefusal } from '../descriptions.js';
import { type Given, isSame, merged, receivedWith } from '../terms.js';
import { defaultReasonsRefusal } from './category-defaults.js';

export interface UpsertCategory {
  readonly type: 'UpsertCategory';
  readonly data: Authorship &
    Received &
    Given<Omit<CategoryTerms, 'description'>> &
    GivenDescription & {
      /** The id that the category gets if its code is new. */
      readonly newId: string;
      readonly code: string;
    };
}

/**
 * Creates the category, or changes the one that has the code. Terms that are left out stay as they were
 * (docs/vendors/billtrust.md, "Upsert of reasons and categories").
 */
export const upsertCategory = ({ data }: UpsertCategory, state: Configuration): ConfigurationDecision => {
  const categoryId = state.categoryIdByCode.get(data.code) ?? data.newId;
  const known = state.categories.get(categoryId);
  const before = known === undefined ? null : categoryTerms(known);
  const from = before ?? NO_TERMS;
  const after = { ...merged(from, { ...data, description: undefined }), ...described(from, data) };
  const refusal = defaultReasonsRefusal(data, categoryId, state) ?? translationsRefusal(after);
  if (refusal !== null) return refusal;
  if (before !== null && isSame(before, after)) return accept();
  const { code, by, at } = data;
  return accept<ConfigurationEvent>({
    type: 'CategoryUpserted',
    data: { categoryId, code, before, after, by, at, ...receivedWith(data) },
  });
};

export const categoryTerms = (category: CategoryTerms): CategoryTerms => ({
  ...merged(NO_TERMS, category),
  ...described(category, {}),
});

const NO_TERMS: CategoryTerms = {
  description: null,
  defaultInternalReasonId: null,
  defaultExternalReasonId: null,
};
