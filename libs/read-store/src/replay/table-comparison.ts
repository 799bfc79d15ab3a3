import type { Kysely } from 'kysely';
import { limits } from '../limits.js';
import { type FoundField, fieldsOf } from './field-differences.js';
import type { Row, RowDifference, RowSubjects, StreamDigest, TableComparison } from './replay-result.js';
import { RowsDigest } from './rows-digest.js';
import { compareKeys, rowsInKeyOrder } from './rows-in-key-order.js';
import type { ShadowedTable } from './shadow.js';
import type { TableShape } from './shadow-names.js';

/** Two rows with the same key, or one row that the other side does not have. */
interface RowPair {
  readonly live: Row | undefined;
  readonly rebuilt: Row | undefined;
}

/** A difference whose event is still to be looked up. */
export interface FoundDifference extends Omit<RowDifference, 'event' | 'fields' | 'fieldCount'> {
  readonly fields: readonly FoundField[];
  readonly row: Row;
}

export interface Comparing {
  readonly database: Kysely<never>;
  readonly subjects: RowSubjects;
  /** How many differences are kept; all are counted. */
  readonly room: number;
  readonly onRow: () => Promise<void> | undefined;
}

/** Compares a table with its shadow, row by row. `database` must be a snapshot of both. */
export const compareTable = async (
  table: ShadowedTable,
  { database, subjects, room, onRow }: Comparing,
): Promise<{ readonly comparison: TableComparison; readonly found: readonly FoundDifference[] }> => {
  const sides = { live: new RowsDigest(table.columns), rebuilt: new RowsDigest(table.columns) };
  const streams = new StreamDigests(sides);
  const found: FoundDifference[] = [];
  let differences = 0;
  const pairs = pairsOf(
    rowsInKeyOrder(database, table, table.name),
    rowsInKeyOrder(database, table, table.shadow),
    table.key,
  );
  for await (const pair of pairs) {
    const row = anyRow(pair);
    streams.moveTo(subjects.of(row)?.stream ?? null);
    if (pair.live !== undefined) sides.live.add(pair.live);
    if (pair.rebuilt !== undefined) sides.rebuilt.add(pair.rebuilt);
    if (differs(table.columns, pair)) {
      differences += 1;
      if (found.length < room) found.push(differenceOf(table, pair, subjects));
    }
    await onRow();
  }
  streams.moveTo(null);
  const comparison = {
    table: table.name,
    isEqual: differences === 0,
    rows: { live: sides.live.rows, rebuilt: sides.rebuilt.rows },
    digest: { live: sides.live.digest(), rebuilt: sides.rebuilt.digest() },
    streams: standTogether(table, subjects) ? streams.summary : null,
    differences,
  };
  return { comparison, found };
};

/** Returns whether the rows of a stream are adjacent in the order of the key. */
const standTogether = ({ key }: TableShape, { columns }: RowSubjects): boolean =>
  columns.every((column) => key.slice(0, columns.length).includes(column));

/** The digests per stream, of rows that come one stream after the other. */
class StreamDigests {
  private stream: string | null = null;
  private compared = 0;
  private different = 0;
  private readonly differing: StreamDigest[] = [];

  constructor(private readonly sides: { readonly live: RowsDigest; readonly rebuilt: RowsDigest }) {}

  moveTo(stream: string | null): void {
    if (stream === this.stream) return;
    const digest = { live: this.sides.live.takeStream(), rebuilt: this.sides.rebuilt.takeStream() };
    if (this.stream !== null) this.count({ stream: this.stream, digest });
    this.stream = stream;
  }

  get summary() {
    return { compared: this.compared, different: this.different, differing: this.differing };
  }

  private count(digest: StreamDigest): void {
    this.compared += 1;
    if (digest.digest.live === digest.digest.rebuilt) return;
    this.different += 1;
    if (this.differing.length < limits.shownDifferences) this.differing.push(digest);
  }
}

/** Yields the rows of both sides in the order of their key, paired where both have the key. */
async function* pairsOf(
  liveRows: AsyncGenerator<Row>,
  rebuiltRows: AsyncGenerator<Row>,
  key: readonly string[],
): AsyncGenerator<RowPair> {
  const next = async (rows: AsyncGenerator<Row>): Promise<Row | undefined> => {
    const step = await rows.next();
    return step.done === true ? undefined : step.value;
  };
  let pair: RowPair = { live: await next(liveRows), rebuilt: await next(rebuiltRows) };
  while (pair.live !== undefined || pair.rebuilt !== undefined) {
    const order = orderOf(key, pair);
    yield { live: order <= 0 ? pair.live : undefined, rebuilt: order >= 0 ? pair.rebuilt : undefined };
    pair = {
      live: order <= 0 ? await next(liveRows) : pair.live,
      rebuilt: order >= 0 ? await next(rebuiltRows) : pair.rebuilt,
    };
  }
}

/**
 * Returns a negative number if the live row comes first, a positive one if the rebuilt row does, 0 for a
 * pair.
 */
const orderOf = (key: readonly string[], { live, rebuilt }: RowPair): number => {
  if (live === undefined) return 1;
  if (rebuilt === undefined) return -1;
  return compareKeys(key, live, rebuilt);
};

const anyRow = ({ live, rebuilt }: RowPair): Row => rebuilt ?? live ?? {};

const differs = (columns: readonly string[], { live, rebuilt }: RowPair): boolean =>
  columns.some((column) => (live?.[column] ?? null) !== (rebuilt?.[column] ?? null));

const differenceOf = (
  { name, key, columns }: TableShape,
  pair: RowPair,
  subjects: RowSubjects,
): FoundDifference => {
  const row = anyRow(pair);
  return {
    table: name,
    key: Object.fromEntries(key.map((column) => [column, row[column] ?? null])),
    stream: subjects.of(row)?.stream ?? null,
    kind: pair.live === undefined ? 'missing' : pair.rebuilt === undefined ? 'unexpected' : 'changed',
    fields: fieldsOf(columns, pair),
    row,
  };
};
