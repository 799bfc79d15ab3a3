import type { FieldProblem } from '#libs/http';

/**
 * Returns a rule between fields: `when(isBroken, field, message)` is the problem of the field if the rule is
 * broken. `field` is dotted, as in `period.end`, and begins the message; `parent` is a JSON pointer to what
 * holds the fields.
 */
export const rulesUnder =
  (parent: string) =>
  (isBroken: boolean, field: string, message: string): readonly FieldProblem[] =>
    isBroken ? [{ path: `${parent}/${field.replaceAll('.', '/')}`, message: `${field} ${message}` }] : [];
