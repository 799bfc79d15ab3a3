import type { FieldProblem } from '../request-problem.js';

/**
 * A DTO without the fields that have a problem of their own, at every depth. A list keeps its length: an item
 * with a problem is undefined.
 */
export type Sound<Value> = Value extends readonly (infer Item)[]
  ? readonly (Sound<Item> | undefined)[]
  : Value extends object
    ? { readonly [Field in keyof Value]?: Sound<Value[Field]> | undefined }
    : Value;

/** Returns the value without what the problems name. `parent` is the JSON pointer of the value. */
export const soundOf = <Value>(
  value: Value,
  { problems, parent }: { readonly problems: readonly FieldProblem[]; readonly parent: string },
): Sound<Value> => {
  if (problems.length === 0) return value as Sound<Value>;
  const unsound = new Set(problems.map(({ path }) => path));
  return soundAt(value, { path: parent, unsound }) as Sound<Value>;
};

const soundAt = (
  value: unknown,
  { path, unsound }: { readonly path: string; readonly unsound: ReadonlySet<string> },
): unknown => {
  if (unsound.has(path)) return undefined;
  if (Array.isArray(value))
    return value.map((item, index) => soundAt(item, { path: `${path}/${index}`, unsound }));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !unsound.has(`${path}/${name}`))
      .map(([name, member]) => [name, soundAt(member, { path: `${path}/${name}`, unsound })]),
  );
};
