import { StoreUnavailableError } from '../event-store.js';
import { limits } from '../limits.js';

/**
 * Lets the commands of one stream go one after the other within this process: they would only conflict, and
 * a conflict costs a read and another decision. Other processes are kept apart by the expected revision.
 */
export class Turns {
  private readonly queues = new Map<string, { tail: Promise<void>; length: number }>();

  /** @throws StoreUnavailableError when too many wait already. */
  async take<Result>(stream: string, work: () => Promise<Result>): Promise<Result> {
    const queue = this.queues.get(stream) ?? { tail: Promise.resolve(), length: 0 };
    if (queue.length >= limits.maxWaitingPerStream)
      throw new StoreUnavailableError(`Too many commands wait for one stream.`);
    const turn = queue.tail.then(work);
    queue.length += 1;
    queue.tail = turn.then(noop, noop);
    this.queues.set(stream, queue);
    try {
      return await turn;
    } finally {
      queue.length -= 1;
      if (queue.length === 0) this.queues.delete(stream);
    }
  }
}

const noop = (): void => undefined;
