import type { EventStoreDBClient } from '@eventstore/db-client';
import { inTime } from '../in-time.js';
import { limits } from '../limits.js';
import { CallTimeoutError, isPoisoned, isTimeout, NoNodeError } from './failures.js';
import { discoverNode, openClient, retireClient } from './guarded-client.js';

/**
 * The client in use (decision 0009). It is replaced when it could not find a node, because parts of it would
 * repeat that failure, and after several time-outs in a row, because its connection may be dead unnoticed.
 */
export class Connection {
  private client: EventStoreDBClient;
  private timeoutsInARow = 0;

  /** Connects only with the first call. */
  constructor(private readonly url: string) {
    this.client = openClient(url);
  }

  get current(): EventStoreDBClient {
    return this.client;
  }

  /**
   * Calls the store with the current client, and settles as the call does.
   *
   * @throws NoNodeError when no node was found in time; nothing was sent.
   * @throws CallTimeoutError when the call took longer than `timeoutMs`; its outcome is unknown.
   */
  async call<Result>(
    timeoutMs: number,
    work: (client: EventStoreDBClient) => Promise<Result>,
  ): Promise<Result> {
    const { client } = this;
    try {
      const end = performance.now() + timeoutMs;
      await inTime(timeoutMs, discoverNode(client), () => new NoNodeError());
      const result = await inTime(end - performance.now(), work(client), () => new CallTimeoutError());
      this.timeoutsInARow = 0;
      return result;
    } catch (error) {
      this.judge(client, error);
      throw error;
    }
  }

  /** Replaces the client after an error that a new one would not have. Ignores errors of earlier clients. */
  judge(client: EventStoreDBClient, error: unknown): void {
    if (client !== this.client) return;
    this.timeoutsInARow = isTimeout(error) ? this.timeoutsInARow + 1 : 0;
    if (isPoisoned(error) || this.timeoutsInARow >= limits.maxTimeoutsInARow) this.replace();
  }

  async close(): Promise<void> {
    await retireClient(this.client);
  }

  private replace(): void {
    const old = this.client;
    this.client = openClient(this.url);
    this.timeoutsInARow = 0;
    void retireClient(old);
  }
}
