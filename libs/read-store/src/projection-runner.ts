import { type EventStore, followLog } from '#libs/event-store';
import { limits } from './limits.js';
import type { ReadStore } from './read-store.js';

/** Keeps the read models up with the log. An event that cannot be applied stops them: nothing is skipped silently. */
export class ProjectionRunner {
  private readonly stopping = new AbortController();
  private following: Promise<void> = Promise.resolve();
  private failure: unknown;

  constructor(
    private readonly store: EventStore,
    private readonly readStore: ReadStore,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Starts where the rows are, and goes on until stopped. */
  async start(): Promise<void> {
    const { signal } = this.stopping;
    this.following = followLog(
      this.store,
      { after: await this.readStore.position(), streamPrefixes: this.readStore.streamPrefixes, signal },
      {
        gatherMs: limits.gatherMs,
        onPage: async ({ events, position }) => {
          await this.readStore.apply(events, position);
          this.failure = undefined;
        },
        onError: (error) => {
          this.failure = error;
          this.onError(error);
        },
      },
    );
  }

  /** Whether the last thing that happened was not an error. */
  get isHealthy(): boolean {
    return this.failure === undefined;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.following;
  }
}
