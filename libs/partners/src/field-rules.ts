import type { FieldProblem } from '#libs/http';

/**
 * Returns a rule between fields: `when(isBroken, field, message)` is the problem of the field if the rule is
 * broken. `field` is dotted, as in `period.end` or `items.0.id`, and begins the message as people write it;
 * `parent` is a JSON pointer to what holds the fields.
 */
export const rulesUnder =
  (parent: string) =>
  (isBroken: boolean, field: string, message: string): readonly FieldProblem[] =>
    isBroken
      ? [{ path: `${parent}/${field.replaceAll('.', '/')}`, message: `${writtenName(field)} ${message}` }]
      : [];

const writtenName = (field: string): string => field.replace(/\.(\d+)(?=\.|$)/g, '[$1]');
