import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { type FieldProblem, invalidRequest } from './request-problem.js';

/**
 * Returns the value as the partner's DTO. Fields that the DTO does not know are dropped, because vendors add
 * fields in minor versions. `parent` is the JSON pointer of the value in the body, for the paths of problems.
 *
 * @throws RequestProblem that names every wrong field.
 */
export const validated = <Dto extends object>(dto: new () => Dto, value: object, parent = ''): Dto => {
  const instance = plainToInstance(dto, withoutConstructors(value));
  const errors = validateSync(instance, { whitelist: true, forbidUnknownValues: false });
  if (errors.length > 0) throw invalidRequest(fieldProblems(errors, parent));
  return instance;
};

/**
 * Returns the query as the DTO. Unknown parameters are rejected: a filter that is silently ignored would
 * return the wrong list.
 *
 * @throws RequestProblem that names every wrong or unknown parameter.
 */
export const validatedQuery = <Dto extends object>(dto: new () => Dto, query: object): Dto => {
  const instance = plainToInstance(dto, query);
  const errors = validateSync(instance, { whitelist: true, forbidNonWhitelisted: true });
  if (errors.length > 0)
    throw invalidRequest(
      fieldProblems(errors, '').map(({ path, message }) => ({ path: path.slice(1), message })),
    );
  return instance;
};

/** Drops members named `constructor`: class-transformer calls them, and a body may have anything there. */
const withoutConstructors = <Value>(value: Value): Value => {
  if (Array.isArray(value)) return value.map(withoutConstructors) as Value;
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([name]) => name !== 'constructor');
  return Object.fromEntries(members.map(([name, member]) => [name, withoutConstructors(member)])) as Value;
};

const fieldProblems = (
  errors: readonly ValidationError[],
  parent: string,
  ancestors: readonly string[] = [],
): readonly FieldProblem[] =>
  errors.flatMap(({ property, constraints = {}, children = [] }) => {
    const path = `${parent}/${property}`;
    const names = [...ancestors, property];
    const own = firstOf(constraints).map((message) => ({ path, message: named(names, message) }));
    return [...own, ...fieldProblems(children, path, names)];
  });

/**
 * Returns at most one message per field: that it is missing, or that of its top decorator, which states the
 * type and comes last because decorators apply bottom up.
 */
const firstOf = ({
  isDefined,
  nestedValidation,
  ...others
}: Readonly<Record<string, string>>): readonly string[] =>
  [isDefined, Object.values(others).at(-1), nestedValidation]
    .filter((message) => message !== undefined)
    .slice(0, 1);

/**
 * Puts the field's whole path into the message: class-validator's last part does not identify an item of a
 * list.
 */
const named = (names: readonly string[], message: string): string => {
  const property = names.at(-1) ?? '';
  return message.startsWith(property) ? names.join('.') + message.slice(property.length) : message;
};
