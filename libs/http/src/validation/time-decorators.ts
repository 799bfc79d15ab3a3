import { dayOrInstantProblem, instantProblem, isCalendarDate } from '#libs/kernel';
import { ValidateBy } from 'class-validator';

/** Requires a calendar day that exists, `YYYY-MM-DD`. */
export const IsDay = (): PropertyDecorator =>
  requiresText('form:day', (text) =>
    isCalendarDate(text) ? undefined : 'must be a calendar date, as in 2025-01-31',
  );

/** Requires an RFC 3339 instant that exists. What was sent stays as it is. */
export const IsInstant = (): PropertyDecorator => requiresText('form:instant', instantProblem);

/** Requires a day or an instant: what a query may name a moment by. */
export const IsDayOrInstant = (): PropertyDecorator =>
  requiresText('form:day-or-instant', dayOrInstantProblem);

/**
 * Requires text without a problem. `problemOf` returns the rest of a sentence that begins with the field's
 * name; any other value has the problem of the empty text.
 */
const requiresText = (
  name: `form:${string}`,
  problemOf: (text: string) => string | undefined,
): PropertyDecorator => {
  const problem = (value: unknown): string | undefined => problemOf(typeof value === 'string' ? value : '');
  return ValidateBy({
    name,
    validator: {
      validate: (value: unknown) => problem(value) === undefined,
      defaultMessage: (asked) => `$property ${problem(asked?.value) ?? ''}`,
    },
  });
};
