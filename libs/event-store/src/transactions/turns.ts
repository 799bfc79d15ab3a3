import { StoreUnavailableError } from '../event-store.js';
import { limits } from '../limits.js';

/**
 * Queues that run the commands of a stream one after another within this process. Side by side they would
 * only conflict, which costs a read and another decision. The expected revision keeps other processes apart.
 */
export class Turns {
  private readonly queues = new Map<string, { tail: Promise<void>; length: number }>();

  /**
   * Runs the work after all earlier work of the stream, and settles as it does.
   *
   * @throws StoreUnavailableError when `maxWaitingPerStream` wait already.
   */
  async take<Result>(stream: string, work: () => Promise<Result>): Promise<Result> {
    const queue = this.queues.get(stream) ?? { tail: Promise.resolve(), length: 0 };
    if (queue.length >= limits.maxWaitingPerStream)
      throw new StoreUnavailableError('Too many commands are waiting for one stream.');
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
