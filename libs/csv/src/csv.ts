import { stringify } from 'csv-stringify/sync';
import { cellText } from './cell-text.js';

/** What a cell may hold. A number is for arithmetic and order; whatever else is written in digits is text. */
export type Cell = string | number | bigint | boolean | null;

/** The columns of a file in their order: for each name, what its cell says of a row. */
export type Columns<Row> = Readonly<Record<string, (row: Row) => Cell>>;

export interface CsvOptions<Row> {
  readonly columns: Columns<Row>;
  /** Whether the file begins with a byte order mark. Excel needs it; others read it as part of a name. */
  readonly hasMark: boolean;
}

const BYTE_ORDER_MARK = '\uFEFF';

/** Returns the first line of the file, which names the columns. */
export const csvHeader = <Row>({ columns, hasMark }: CsvOptions<Row>): string =>
  (hasMark ? BYTE_ORDER_MARK : '') + stringify([Object.keys(columns)], { record_delimiter: 'windows' });

/**
 * Returns the rows as CSV (RFC 4180). All text is in quotes: readers that guess types leave it alone, and no
 * line end in it ends the row. Numbers are not, and nothing at all stands for null.
 */
export const csvRows = <Row>({ columns }: CsvOptions<Row>, rows: readonly Row[]): string => {
  const cells = Object.values(columns);
  return stringify(
    rows.map((row) => cells.map((cell) => written(cell(row)))),
    { quoted_string: true, record_delimiter: 'windows' },
  );
};

const written = (cell: Cell): string | number | bigint | null => {
  if (typeof cell === 'boolean') return String(cell);
  return typeof cell === 'string' ? cellText(cell) : cell;
};
