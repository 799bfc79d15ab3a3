import { accept, reject } from '#libs/kernel';
import type { ConfigurationDecision } from '../configuration-decision.js';
import type { Authorship, CategoryTerms, ConfigurationEvent, Received } from '../configuration-event.js';
import type { Configuration } from '../configuration.js';
import { described, type GivenDescription, translationsRefusal } from '../descriptions.js';
import { type Given, isSame, merged, receivedWith } from '../terms.js';
import { defaultReasonsRefusal } from './category-defaults.js';
import { categoryTerms } from './upsert-category.js';

export interface UpdateCategory {
  readonly type: 'UpdateCategory';
  readonly data: Authorship &
    Received &
    Given<Omit<CategoryTerms, 'description'>> &
    GivenDescription & {
      readonly categoryId: string;
      /** A category keeps its code: a request that names one must name this one. */
      readonly code?: string | undefined;
    };
}

/** Changes the terms that are given, and keeps the rest (docs/vendors/billtrust.md, "Updates"). */
export const updateCategory = ({ data }: UpdateCategory, state: Configuration): ConfigurationDecision => {
  const { categoryId, by, at } = data;
  const known = state.categories.get(categoryId);
  if (known === undefined) return reject('category-not-found', 'There is no such category.');
  if (data.code !== undefined && data.code !== known.code)
    return reject('code-is-fixed', `The code of a category cannot be changed; it is ${known.code}.`);
  const before = categoryTerms(known);
  const after = { ...merged(before, { ...data, description: undefined }), ...described(before, data) };
  const refusal = defaultReasonsRefusal(data, categoryId, state) ?? translationsRefusal(after);
  if (refusal !== null) return refusal;
  if (isSame(before, after)) return accept();
  return accept<ConfigurationEvent>({
    type: 'CategoryUpdated',
    data: { categoryId, before, after, by, at, ...receivedWith(data) },
  });
};
