import { fieldsOfInstance } from './dto-fields.js';
import type { FieldProblem } from '../request-problem.js';

/** A validated value, and its JSON pointer in the body. */
interface Rooted {
  readonly instance: object;
  readonly parent: string;
}

/** Returns the parts of a JSON pointer below the parent. */
export const partsBelow = (parent: string, path: string): readonly string[] =>
  path.slice(parent.length).split('/').slice(1);

/** Returns the problems in the order of the DTO's fields, and of the items of their lists. */
export const inDocumentOrder = (
  problems: readonly FieldProblem[],
  { instance, parent }: Rooted,
): readonly FieldProblem[] =>
  problems
    .map((problem) => ({ problem, place: placeOf(partsBelow(parent, problem.path), instance) }))
    .sort((one, other) => compare(one.place, other.place))
    .map(({ problem }) => problem);

const placeOf = (parts: readonly string[], root: object): readonly number[] => {
  let value: unknown = root;
  return parts.map((part) => {
    const place = Array.isArray(value) ? Number(part) : [...fieldsOfInstance(value).keys()].indexOf(part);
    value =
      typeof value === 'object' && value !== null && Object.hasOwn(value, part)
        ? Reflect.get(value, part)
        : undefined;
    return place;
  });
};

/** What holds the field comes before the field. Members of maps have no place, and keep their order. */
const compare = (one: readonly number[], other: readonly number[]): number => {
  const at = one.findIndex((place, index) => place !== other[index]);
  if (at === -1) return one.length - other.length;
  return (one[at] ?? -1) - (other[at] ?? -1);
};
