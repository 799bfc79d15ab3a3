import type { StreamingRead } from '@eventstore/db-client';
import { CallTimeoutError } from './failures.js';

/**
 * Resolves with all items of a bounded read. The client has no deadline for reads: this one is for the time
 * between two items, so that a page of large events may take as long as it needs.
 *
 * @throws CallTimeoutError when no item arrives for `timeoutMs`.
 */
export const collectPage = <Item>(read: StreamingRead<Item>, timeoutMs: number): Promise<Item[]> =>
  new Promise((resolve, reject) => {
    const items: Item[] = [];
    const fail = (error: Error): void => {
      clearTimeout(timer);
      // Rejects if the call could not be made at all.
      read.cancel().catch(() => undefined);
      reject(error);
    };
    const timer = setTimeout(() => fail(new CallTimeoutError()), timeoutMs);
    read.on('data', (item) => {
      items.push(item);
      timer.refresh();
    });
    read.on('end', () => {
      clearTimeout(timer);
      resolve(items);
    });
    read.on('error', fail);
  });
