import type { PositionSource } from '#libs/http';

/**
 * Yields the pages of a file, each read from rows that have not gone back in the log since the first: another
 * process may drop them and build them again.
 *
 * @throws Error when they have: a truncated file must not look complete.
 */
export async function* ofSteadyRows<Row>(
  positions: Pick<PositionSource, 'position'>,
  pages: AsyncIterable<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  let reached = await positions.position();
  for await (const page of pages) {
    const position = await positions.position();
    if (position < reached) throw new Error(`The rows went back from position ${reached} to ${position}.`);
    reached = position;
    yield page;
  }
}
