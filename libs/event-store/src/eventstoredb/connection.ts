import type { EventStoreDBClient } from '@eventstore/db-client';
import { inTime } from '../in-time.js';
import { limits } from '../limits.js';
import { CallTimeoutError, isPoisoned, isTimeout, NoNodeError } from './failures.js';
import { discoverNode, openClient, retireClient } from './guarded-client.js';

/**
 * The client in use. It is replaced when it could not find a node, because parts of it would repeat that for ever, and
 * when call after call timed out, because its connection may be dead without knowing.
 */
export class Connection {
  private client: EventStoreDBClient;
  private timeoutsInARow = 0;

  /** Connects when the first call needs it. */
  constructor(private readonly url: string) {
    this.client = openClient(url);
  }

  get current(): EventStoreDBClient {
    return this.client;
  }

  /** A call that ends in time: with its result, its error, a NoNodeError or a CallTimeoutError. */
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

  /** Whether an error of this client, met by whom it concerned, is one that a new client would not have. */
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
