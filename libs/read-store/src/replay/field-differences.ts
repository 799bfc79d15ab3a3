import { changedPointers, type JsonLeaves, type JsonValue, leavesOf } from '#libs/kernel';
import type { CellValue, FieldDifference, Row } from './replay-result.js';

/** A field that differs, whose event is still to be looked up. */
export type FoundField = Omit<FieldDifference, 'event'>;

/** Returns the fields of both rows that differ; of a row that only one side has, each column. */
export const fieldsOf = (
  columns: readonly string[],
  { live, rebuilt }: { readonly live: Row | undefined; readonly rebuilt: Row | undefined },
): readonly FoundField[] =>
  columns.flatMap((column) => {
    if (live === undefined) return [{ column, path: '', to: rebuilt?.[column] ?? null }];
    if (rebuilt === undefined) return [{ column, path: '', from: live[column] ?? null }];
    return fieldsIn(column, live[column] ?? null, rebuilt[column] ?? null);
  });

const fieldsIn = (column: string, live: CellValue, rebuilt: CellValue): readonly FoundField[] => {
  if (live === rebuilt) return [];
  const [before, after] = [documentIn(live), documentIn(rebuilt)];
  const whole = { column, path: '', from: live, to: rebuilt };
  if (before === undefined || after === undefined) return [whole];
  const [from, to] = [leavesOf(before), leavesOf(after)];
  const fields = changedPointers(from, to).map((path) => ({
    column,
    path,
    ...(from.has(path) && { from: from.get(path) ?? null }),
    ...(to.has(path) && { to: to.get(path) ?? null }),
  }));
  // The same document in other letters, such as with blanks or in another order.
  return fields.length === 0 ? [whole] : fields;
};

/** The values of a row by column and, in columns that hold JSON, by JSON Pointer (`fieldName`). */
export const fieldsOfRow = (row: Row): JsonLeaves => {
  const fields = new Map<string, JsonValue>();
  for (const [column, value] of Object.entries(row)) {
    fields.set(column, value);
    const document = documentIn(value);
    if (document !== undefined)
      for (const [path, leaf] of leavesOf(document)) fields.set(fieldName({ column, path }), leaf);
  }
  return fields;
};

export const fieldName = ({ column, path }: Pick<FieldDifference, 'column' | 'path'>): string =>
  column + path;

/** Returns the object or the list in the text of a column; undefined for any other value. */
const documentIn = (value: CellValue): JsonValue | undefined => {
  if (typeof value !== 'string' || !/^[{[]/.test(value)) return undefined;
  try {
    return JSON.parse(value) as JsonValue;
  } catch {
    return undefined;
  }
};
