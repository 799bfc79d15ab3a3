import { accept, reject } from '#libs/kernel';
import type { ConfigurationDecision } from '../configuration-decision.js';
import type { Authorship, CategoryTerms, ConfigurationEvent } from '../configuration-event.js';
import type { Configuration } from '../configuration.js';
import { type Given, isSame, merged } from '../terms.js';

export interface UpsertCategory {
  readonly type: 'UpsertCategory';
  readonly data: Authorship &
    Given<CategoryTerms> & {
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
  const before = known === undefined ? null : merged(NO_TERMS, known);
  const after = merged(before ?? NO_TERMS, data);
  const isForeign = (id: string | null): boolean =>
    id !== null && state.reasons.get(id)?.categoryId !== categoryId;
  if (isForeign(after.defaultInternalReasonId) || isForeign(after.defaultExternalReasonId))
    return reject('default-reason-unknown', 'A default reason must be a reason of the category itself.');
  if (before !== null && isSame(before, after)) return accept();
  const { code, by, at } = data;
  return accept<ConfigurationEvent>({
    type: 'CategoryUpserted',
    data: { categoryId, code, before, after, by, at },
  });
};

const NO_TERMS: CategoryTerms = {
  description: null,
  defaultInternalReasonId: null,
  defaultExternalReasonId: null,
};
