import { type EventReference, type RecordedEvent, referenceTo } from '#libs/event-store';
import { isJsonObject, type JsonObject, type JsonValue } from '#libs/kernel';

/** A value without members; an empty list or object is one. */
type Leaf = JsonValue;

/** A document, its values by JSON Pointer (RFC 6901), and the event that last changed each of them. */
export interface Provenance {
  readonly document: JsonObject;
  readonly leaves: ReadonlyMap<string, Leaf>;
  /** Includes values that are gone. */
  readonly changedBy: ReadonlyMap<string, EventReference>;
}

export interface DocumentStep {
  readonly event: RecordedEvent;
  readonly document: JsonObject;
}

export const nothingYet: Provenance = { document: {}, leaves: new Map(), changedBy: new Map() };

/** Returns the provenance after an event, which is noted for every value that it changed. */
export const traced = (before: Provenance, { event, document }: DocumentStep): Provenance => {
  const leaves = leavesOf(document);
  const changed = changedPointers(before.leaves, leaves);
  if (changed.length === 0) return { ...before, document };
  const reference = referenceTo(event);
  const changedBy = new Map(before.changedBy);
  for (const pointer of changed) changedBy.set(pointer, reference);
  return { document, leaves, changedBy };
};

/** Returns the pointers whose values differ, in the order of the later document, then those that are gone. */
export const changedPointers = (
  before: ReadonlyMap<string, Leaf>,
  after: ReadonlyMap<string, Leaf>,
): readonly string[] => [
  ...[...after.keys()].filter((pointer) => !isSame(before.get(pointer), after.get(pointer))),
  ...[...before.keys()].filter((pointer) => !after.has(pointer)),
];

const isSame = (a: Leaf | undefined, b: Leaf | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && JSON.stringify(a) === JSON.stringify(b));

const leavesOf = (document: JsonObject): ReadonlyMap<string, Leaf> => {
  const leaves = new Map<string, Leaf>();
  const visit = (value: JsonValue, pointer: string): void => {
    const members = membersOf(value);
    if (members.length === 0) leaves.set(pointer, value);
    for (const [key, member] of members) visit(member, `${pointer}/${tokenOf(key)}`);
  };
  for (const [key, member] of membersOf(document)) visit(member, `/${tokenOf(key)}`);
  return leaves;
};

const membersOf = (value: JsonValue): [string, JsonValue][] =>
  Array.isArray(value) || isJsonObject(value)
    ? Object.entries(value as JsonObject).filter(
        (entry): entry is [string, JsonValue] => entry[1] !== undefined,
      )
    : [];

const tokenOf = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');
