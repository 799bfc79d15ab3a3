import { fieldsOfInstance } from './dto-fields.js';
import { nearestOf } from './near-miss.js';
import { partsBelow } from './problem-order.js';
import type { FieldProblem } from '../request-problem.js';

const IS_REQUIRED = / is required\b/;

/**
 * Returns the problems, with a hint for each missing field whose name was sent in another spelling. Unknown
 * members are no problem by themselves: vendors add fields in minor versions.
 */
export const withNearMisses = (
  problems: readonly FieldProblem[],
  where: { readonly instance: object; readonly value: object; readonly parent: string },
): readonly FieldProblem[] =>
  problems.map((problem) => {
    const hint = IS_REQUIRED.test(problem.message) ? hintFor(problem, where) : '';
    return hint === '' ? problem : { ...problem, message: problem.message + hint };
  });

const hintFor = (
  { path, message }: FieldProblem,
  { instance, value, parent }: { readonly instance: object; readonly value: object; readonly parent: string },
): string => {
  const parts = partsBelow(parent, path);
  const name = parts.at(-1) ?? '';
  const holder = at(value, parts.slice(0, -1));
  if (typeof holder !== 'object' || holder === null || Object.hasOwn(holder, name)) return '';
  const fields = fieldsOfInstance(at(instance, parts.slice(0, -1)));
  const sent = nearestOf(
    name,
    Object.keys(holder).filter((key) => !fields.has(key)),
  );
  if (sent === undefined) return '';
  const written = message.slice(0, message.search(IS_REQUIRED));
  const prefix = written.endsWith(name) ? written.slice(0, -name.length) : '';
  return `; the body has "${prefix}${sent}": is "${prefix}${name}" meant?`;
};

const at = (root: unknown, parts: readonly string[]): unknown =>
  parts.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, part)
        ? Reflect.get(value, part)
        : undefined,
    root,
  );
