import {
  type InsertQueryBuilder,
  type InsertResult,
  type Kysely,
  PostgresAdapter,
  type QueryExecutorProvider,
  type RawBuilder,
  sql,
} from 'kysely';
import { storable } from './storable.js';

type Insert<Tables, Table extends keyof Tables> = InsertQueryBuilder<Tables, Table, InsertResult>;

interface Rows<Tables, Table extends keyof Tables> {
  readonly rows: readonly NoInfer<Tables[Table]>[];
  readonly onConflict?: (insert: Insert<Tables, Table>) => Insert<Tables, Table>;
}

/**
 * Inserts rows that all have the same columns; inserts nothing when there are none. The rows travel as one
 * JSON parameter, so the statement has the same text for any number of them and is prepared once: compiling a
 * list of values costs more than writing its rows (decision 0006).
 */
export const insertRows = async <Tables, Table extends keyof Tables & string>(
  database: Kysely<Tables>,
  table: Table,
  { rows, onConflict = (insert) => insert }: Rows<Tables, Table>,
): Promise<void> => {
  const columns = Object.keys(rows[0] ?? {});
  if (columns.length === 0) return;
  const source = rowsOf({ database, table, columns }, rows as readonly Row[]);
  const insert = database
    .insertInto(table)
    .columns(columns as never)
    .expression(source as never);
  await onConflict(insert).execute();
};

/**
 * Returns the right side of `(columns) in …` that matches the given keys, at least one. They are one JSON
 * parameter, as the rows of `insertRows` are. The parts of a key must be text.
 */
export const keysAsRows = (
  database: QueryExecutorProvider,
  keys: readonly (readonly string[])[],
): RawBuilder<never> => {
  const elements = isPostgres(database) ? 'json_array_elements' : 'json_each';
  const width = keys[0]?.length ?? 0;
  const stored = JSON.stringify(keys.map((key) => key.map(storable)));
  return sql`(select ${items(width)} from ${sql.raw(elements)}(${stored}))`;
};

type Row = Readonly<Record<string, unknown>>;

interface Target {
  readonly database: QueryExecutorProvider;
  readonly table: string;
  readonly columns: readonly string[];
}

const rowsOf = ({ database, table, columns }: Target, rows: readonly Row[]): RawBuilder<unknown> => {
  if (isPostgres(database)) {
    const objects = rows.map((row) =>
      Object.fromEntries(columns.map((column) => [column, storable(row[column])])),
    );
    return sql`select ${sql.join(columns.map((column) => sql.ref(column)))}
      from json_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(objects)})`;
  }
  const arrays = rows.map((row) => columns.map((column) => storable(row[column])));
  // Without a `where`, SQLite parses `on conflict` as the constraint of a join (sqlite.org/lang_upsert.html).
  return sql`select ${items(columns.length)} from json_each(${JSON.stringify(arrays)}) where true`;
};

/** Lists the items of the JSON array in `value`: as text, on SQLite also as numbers. */
const items = (count: number): RawBuilder<unknown> =>
  sql.raw(Array.from({ length: count }, (_, index) => `value->>${index}`).join(', '));

const isPostgres = (database: QueryExecutorProvider): boolean =>
  database.getExecutor().adapter instanceof PostgresAdapter;
