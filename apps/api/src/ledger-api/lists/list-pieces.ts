import { setImmediate } from 'node:timers/promises';
import { csvHeader, type CsvOptions, csvRows } from '#libs/csv';
import { jsonLine } from '#libs/kernel';
import { limits } from '../ledger-api.limits.js';

/** Yields one line of JSON per row, in the form that the pages have. */
export const ndjsonPieces = <Row>(
  pages: AsyncIterable<readonly Row[]>,
  show: (row: Row) => object,
): AsyncGenerator<string> => inPieces(pages, (row) => `${jsonLine(show(row))}\n`);

/** Yields CSV (RFC 4180) with a header, also where there is no row. */
export async function* csvPieces<Row, Shown>(
  pages: AsyncIterable<readonly Row[]>,
  show: (row: Row) => Shown,
  options: CsvOptions<Shown>,
): AsyncGenerator<string> {
  yield csvHeader(options);
  yield* inPieces(pages, (row) => csvRows(options, [show(row)]));
}

/**
 * Writes the rows of each page, and lets other requests be served whenever that has taken its time. Rows may
 * be as large as the documents of partners, so no number of them is quick enough.
 */
async function* inPieces<Row>(
  pages: AsyncIterable<readonly Row[]>,
  write: (row: Row) => string,
): AsyncGenerator<string> {
  for await (const page of pages) {
    let piece = '';
    let begin = performance.now();
    for (const row of page) {
      piece += write(row);
      if (performance.now() - begin < limits.maxPieceMs) continue;
      yield piece;
      piece = '';
      await setImmediate();
      begin = performance.now();
    }
    if (piece !== '') yield piece;
  }
}
