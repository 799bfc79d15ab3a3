import { setTimeout as pause } from 'node:timers/promises';
import type { LogPage, RecordedEvent } from '#libs/event-store';
import { jsonLine, onOneLine } from '#libs/kernel';
import { limits } from './ledger-api.limits.js';

/**
 * Yields the pages of the log as server-sent events (WHATWG HTML, section 9.2). The id of each is the
 * position to resume after. Where a page ends after its last event, the id is sent without an event; while
 * nothing happens, a comment is sent as a heartbeat.
 */
export async function* serverSentEvents(
  pages: AsyncIterable<LogPage>,
  { show, signal }: { readonly show: (event: RecordedEvent) => object; readonly signal: AbortSignal },
): AsyncGenerator<string> {
  yield `retry: ${limits.reconnectMs}\n\n`;
  for await (const page of withHeartbeats(pages, signal)) {
    if (page === HEARTBEAT) {
      yield ':\n\n';
      continue;
    }
    const { events, position } = page;
    for (const event of events)
      yield `id: ${event.position}\nevent: ${onOneLine(nameOf(event))}\ndata: ${jsonLine(show(event))}\n\n`;
    if (position !== events.at(-1)?.position) yield `id: ${position}\n\n`;
  }
}

/** The names of other tools may have whatever would end the line. */
const nameOf = ({ type }: RecordedEvent): string => type.replaceAll(/[\0\r\n]/g, ' ');

const HEARTBEAT = 'heartbeat';

async function* withHeartbeats<Item>(
  items: AsyncIterable<Item>,
  signal: AbortSignal,
): AsyncGenerator<Item | typeof HEARTBEAT> {
  const iterator = items[Symbol.asyncIterator]();
  let next = iterator.next();
  while (!signal.aborted) {
    const silence = new AbortController();
    const beat = pause(limits.heartbeatMs, HEARTBEAT, { signal: silence.signal, ref: false }).catch(
      () => HEARTBEAT,
    );
    const first = await Promise.race([next, beat]);
    silence.abort();
    if (typeof first === 'string') {
      yield HEARTBEAT;
      continue;
    }
    if (first.done === true) return;
    yield first.value;
    next = iterator.next();
  }
}
