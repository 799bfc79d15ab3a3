import { reject, type Rejected } from '#libs/kernel';
import type { ConfigurationRefusal } from '../configuration-decision.js';
import type { CategoryTerms, Visibility } from '../configuration-event.js';
import type { Configuration } from '../configuration.js';
import type { Given } from '../terms.js';

/** The default reasons of a category, and the one visibility that each must not have. */
const DEFAULTS = [
  { field: 'defaultInternalReasonId', forbidden: 'External' },
  { field: 'defaultExternalReasonId', forbidden: 'Internal' },
] as const satisfies readonly { field: keyof CategoryTerms; forbidden: Visibility }[];

type Defaults = Pick<CategoryTerms, (typeof DEFAULTS)[number]['field']>;

/** What is wrong with a default reason that a request gives. */
export interface DefaultReasonFault {
  readonly field: keyof Defaults;
  readonly message: string;
}

/**
 * Returns what is wrong with the given default reasons: each must be a reason of the category, and may be
 * chosen by the people whose default it is (docs/vendors/billtrust.md, "Defaults of a category").
 */
export const defaultReasonFaults = (
  given: Given<Defaults>,
  categoryId: string | null,
  { reasons }: Configuration,
): readonly DefaultReasonFault[] =>
  DEFAULTS.flatMap(({ field, forbidden }) => {
    const id = given[field];
    if (id == null) return [];
    const reason = reasons.get(id);
    if (categoryId === null || reason?.categoryId !== categoryId)
      return [{ field, message: `${field} ${id} is no reason of the category` }];
    return reason.visibility === forbidden
      ? [{ field, message: `${field} ${id} has the visibility ${forbidden}` }]
      : [];
  });

export const defaultReasonsRefusal = (
  given: Given<Defaults>,
  categoryId: string,
  state: Configuration,
): Rejected<ConfigurationRefusal> | null => {
  const [fault] = defaultReasonFaults(given, categoryId, state);
  return fault === undefined ? null : reject('default-reason-unknown', fault.message);
};

/** Refuses a visibility that the reason may not have while it is a default of its category. */
export const defaultVisibilityRefusal = (
  { reasonId, categoryId, code }: { reasonId: string; categoryId: string; code: string },
  visibility: Visibility,
  state: Configuration,
): Rejected<ConfigurationRefusal> | null => {
  const category = state.categories.get(categoryId);
  const broken = DEFAULTS.find(
    ({ field, forbidden }) => category?.[field] === reasonId && visibility === forbidden,
  );
  return broken === undefined
    ? null
    : reject(
        'reason-is-default',
        `visibility ${visibility} is not possible: reason ${code} is the ${broken.field} of its category.`,
      );
};
