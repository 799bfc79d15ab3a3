import { setImmediate } from 'node:timers/promises';

/** One page of a list, and the place where the next one begins; null on the last. */
export interface ListPage<Row, Place> {
  readonly rows: readonly Row[];
  readonly next: Place | null;
}

/**
 * Yields a list page by page to its end. A page is read when the reader asks for it, and other requests are
 * served between two pages: a store in this process answers without ever waiting.
 *
 * @throws the reason of the signal when it aborts: a truncated answer must not look complete.
 */
export async function* wholeList<Row, Place>(
  read: (from: Place | null) => Promise<ListPage<Row, Place>>,
  signal: AbortSignal,
): AsyncGenerator<readonly Row[]> {
  let from: Place | null = null;
  do {
    await setImmediate();
    const { rows, next }: ListPage<Row, Place> = await read(from);
    signal.throwIfAborted();
    yield rows;
    from = next;
  } while (from !== null);
}
