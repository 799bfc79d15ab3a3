import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { type FieldProblem, invalidRequest } from './request-problem.js';

/**
 * The value as the partner's DTO. Fields that the DTO does not know are left out, because vendors add fields in
 * minor versions.
 *
 * @throws RequestProblem that names every field that is wrong.
 */
export const validated = <Dto extends object>(dto: new () => Dto, value: object, parent = ''): Dto => {
  const instance = plainToInstance(dto, withoutConstructors(value));
  const errors = validateSync(instance, { whitelist: true, forbidUnknownValues: false });
  if (errors.length > 0) throw invalidRequest(fieldProblems(errors, parent));
  return instance;
};

/**
 * The query as the ledger's own DTO. A parameter that it does not know is refused: a filter that is silently
 * ignored would give the wrong list.
 *
 * @throws RequestProblem that names every parameter that is wrong.
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

/** class-transformer calls what an object has under this name, and a body may have anything there. */
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

/** Decorators apply from the bottom up, so the last is the DTO's first: it says what kind of value there must be. */
const firstOf = ({
  isDefined,
  nestedValidation,
  ...others
}: Readonly<Record<string, string>>): readonly string[] =>
  [isDefined, Object.values(others).at(-1), nestedValidation]
    .filter((message) => message !== undefined)
    .slice(0, 1);

/** class-validator names a field by its last part; in a list, the reader must be told which item is meant. */
const named = (names: readonly string[], message: string): string => {
  const property = names.at(-1) ?? '';
  return message.startsWith(property) ? names.join('.') + message.slice(property.length) : message;
};
