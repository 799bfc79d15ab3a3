import type { LogPage, RecordedEvent } from '#libs/event-store';

/**
 * Regroups the pages of a log into batches of `size` events. A smaller one comes only where the log ends; a
 * page without events becomes an empty batch, with the position that was reached.
 */
export async function* batchesOf(
  pages: AsyncIterable<LogPage>,
  size: number,
): AsyncGenerator<Pick<LogPage, 'events' | 'position'>> {
  let gathered: RecordedEvent[] = [];
  for await (const { events, position, isCaughtUp } of pages) {
    gathered.push(...events);
    let start = 0;
    for (; gathered.length - start > size; start += size) {
      const batch = gathered.slice(start, start + size);
      yield { events: batch, position: batch.at(-1)?.position ?? position };
    }
    gathered = gathered.slice(start);
    // Fewer than a batch wait for the next page, unless this was the last.
    if (gathered.length < size && gathered.length > 0 && !isCaughtUp) continue;
    yield { events: gathered, position };
    gathered = [];
  }
}
