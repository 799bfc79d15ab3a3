import { type Kysely, sql } from 'kysely';
import { limits } from '../limits.js';
import type { Row } from './replay-result.js';
import type { TableShape } from './shadow-names.js';

/**
 * Yields every row of a table in the order of its key. Reads a page at a time: memory does not grow with the
 * table.
 */
export async function* rowsInKeyOrder(
  database: Kysely<never>,
  { columns, key }: Pick<TableShape, 'columns' | 'key'>,
  table: string,
): AsyncGenerator<Row> {
  const selected = sql.join(columns.map((column) => sql.ref(column)));
  const order = sql.join(key.map((column) => sql.ref(column)));
  let last: Row | undefined;
  for (;;) {
    const after = last;
    const beyond =
      after === undefined ? sql`` : sql`where (${order}) > (${sql.join(key.map((column) => after[column]))})`;
    const { rows } =
      await sql<Row>`select ${selected} from ${sql.table(table)} ${beyond} order by ${order} limit ${limits.comparedRows}`.execute(
        database,
      );
    yield* rows;
    last = rows.at(-1);
    if (rows.length < limits.comparedRows) return;
  }
}

/** Compares two rows as the databases order their keys: text by its bytes, numbers by their value. */
export const compareKeys = (key: readonly string[], a: Row, b: Row): number => {
  for (const column of key) {
    const [left, right] = [a[column], b[column]];
    if (left === right) continue;
    if (typeof left === 'number' && typeof right === 'number') return left - right;
    return Buffer.compare(Buffer.from(String(left)), Buffer.from(String(right)));
  }
  return 0;
};
