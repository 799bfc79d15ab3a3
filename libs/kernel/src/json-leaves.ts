import { isJsonObject, type JsonObject, type JsonValue } from './json.js';

/** Values without members, by JSON Pointer (RFC 6901); an empty list or object is one. */
export type JsonLeaves = ReadonlyMap<string, JsonValue>;

/** Returns the leaves of the document, in its order. */
export const leavesOf = (document: JsonValue): JsonLeaves => {
  const leaves = new Map<string, JsonValue>();
  const visit = (value: JsonValue, pointer: string): void => {
    const members = membersOf(value);
    if (members.length === 0) leaves.set(pointer, value);
    for (const [key, member] of members) visit(member, `${pointer}/${tokenOf(key)}`);
  };
  for (const [key, member] of membersOf(document)) visit(member, `/${tokenOf(key)}`);
  return leaves;
};

/** Returns the pointers whose values differ, in the order of the later document, then those that are gone. */
export const changedPointers = (before: JsonLeaves, after: JsonLeaves): readonly string[] => [
  ...[...after.keys()].filter((pointer) => !isSame(before.get(pointer), after.get(pointer))),
  ...[...before.keys()].filter((pointer) => !after.has(pointer)),
];

const isSame = (a: JsonValue | undefined, b: JsonValue | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && JSON.stringify(a) === JSON.stringify(b));

const membersOf = (value: JsonValue): [string, JsonValue][] =>
  Array.isArray(value) || isJsonObject(value)
    ? Object.entries(value as JsonObject).filter(
        (entry): entry is [string, JsonValue] => entry[1] !== undefined,
      )
    : [];

const tokenOf = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');
