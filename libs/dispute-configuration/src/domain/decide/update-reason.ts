import { accept, reject, type Rejected } from '#libs/kernel';
import type { ConfigurationDecision, ConfigurationRefusal } from '../configuration-decision.js';
import type { Authorship, ConfigurationEvent, Received } from '../configuration-event.js';
import type { Configuration, Reason } from '../configuration.js';
import { type CategoryReference, referencedCategory } from '../category-reference.js';
import { isDefaultReason } from './delete-reason.js';
import { described, translationsRefusal } from '../descriptions.js';
import { isSame, merged, receivedWith } from '../terms.js';
import { defaultVisibilityRefusal } from './category-defaults.js';
import { type GivenReason, reasonTerms } from './upsert-reason.js';

export interface UpdateReason {
  readonly type: 'UpdateReason';
  readonly data: Authorship &
    Received &
    GivenReason & {
      readonly reasonId: string;
      readonly category: CategoryReference;
      /** A reason keeps its code: a request that names one must name this one. */
      readonly code?: string | undefined;
    };
}

/**
 * Changes the terms that are given. The category may change too, unless the new one has a reason with the
 * same code or the reason is a default of the old one (docs/vendors/billtrust.md, "Moving a reason").
 */
export const updateReason = ({ data }: UpdateReason, state: Configuration): ConfigurationDecision => {
  const known = state.reasons.get(data.reasonId);
  if (known === undefined) return reject('reason-not-found', 'There is no such reason.');
  const category = referencedCategory(data.category, state);
  if (category.outcome === 'rejected') return category;
  if (data.code !== undefined && data.code !== known.code)
    return reject('code-is-fixed', `The code of a reason cannot be changed; it is ${known.code}.`);
  const { categoryId } = category;
  const obstacle = categoryId === known.categoryId ? null : obstacleToMove(known, categoryId, state);
  if (obstacle !== null) return obstacle;
  const before = reasonTerms(known);
  const after = {
    ...merged(before, { ...data, categoryId, description: undefined }),
    ...described(before, data),
  };
  const refusal = defaultVisibilityRefusal(known, after.visibility, state) ?? translationsRefusal(after);
  if (refusal !== null) return refusal;
  if (isSame(before, after)) return accept();
  const { reasonId, by, at } = data;
  return accept<ConfigurationEvent>({
    type: 'ReasonUpdated',
    data: { reasonId, before, after, by, at, ...receivedWith(data) },
  });
};

const obstacleToMove = (
  reason: Reason,
  categoryId: string,
  state: Configuration,
): Rejected<ConfigurationRefusal> | null => {
  if (state.reasonIdsByCategory.get(categoryId)?.has(reason.code) === true)
    return reject('reason-code-taken', `The category has a reason with the code ${reason.code} already.`);
  if (isDefaultReason(reason, state))
    return reject('reason-is-default', `Reason ${reason.code} is a default of its category.`);
  return null;
};
