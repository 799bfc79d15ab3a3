import { type EventStore, followLog } from '#libs/event-store';
import { limits } from './limits.js';
import { type ProjectionListener, Projections } from './projections.js';
import type { ReadStore } from './read-store.js';

/** Keeps the read models up with the log. An event that cannot be applied stops them: nothing is skipped silently. */
export class ProjectionRunner extends Projections {
  private readonly stopping = new AbortController();
  private following: Promise<void> = Promise.resolve();
  private failure: unknown;

  constructor(
    private readonly store: EventStore,
    private readonly readStore: ReadStore,
    private readonly listener: ProjectionListener,
  ) {
    super();
  }

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
          this.recovered();
        },
        onError: (error) => {
          this.failure = error;
          this.listener.onFailure(error);
        },
      },
    );
  }

  override get isHealthy(): boolean {
    return this.failure === undefined;
  }

  override async stop(): Promise<void> {
    this.stopping.abort();
    await this.following;
  }

  private recovered(): void {
    if (this.failure === undefined) return;
    this.failure = undefined;
    this.listener.onRecovery?.();
  }
}
