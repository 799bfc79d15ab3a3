import {
  Acceptances,
  type EventStore,
  QUARANTINE_STREAM,
  type RecordedEvent,
  StreamHeldError,
} from '#libs/event-store';
import type { AppliedRun, ReleasedStream } from './applied-run.js';

/** The decisions of operators about events that cannot be read, as far as a reader of the log has read it. */
export class Decisions {
  private constructor(
    private readonly store: EventStore,
    private readonly accepted: Acceptances,
  ) {}

  static async read(store: EventStore): Promise<Decisions> {
    return new Decisions(store, await Acceptances.read(store));
  }

  /** Returns the run with what is decided by then, and with the streams that its own decisions let go on. */
  async with({ events, position }: Pick<AppliedRun, 'events' | 'position'>): Promise<AppliedRun> {
    const { accepted } = this;
    const decided = events.filter(({ stream }) => stream === QUARANTINE_STREAM);
    if (decided.length === 0) return { events, position, accepted };
    const streams = decided.map((event) => accepted.take(event)).filter((stream) => stream !== undefined);
    return { events, position, accepted, released: await this.since(streams) };
  }

  /** Returns a run without events that lets streams go on, as far as they can be read by now. */
  async lettingGo(streams: readonly string[], position: bigint): Promise<AppliedRun> {
    return { events: [], position, accepted: this.accepted, released: await this.since(streams) };
  }

  private async since(streams: readonly string[]): Promise<readonly ReleasedStream[]> {
    const released: ReleasedStream[] = [];
    for (const stream of new Set(streams)) {
      const events = await this.eventsOf(stream);
      if (events !== undefined) released.push({ stream, events });
    }
    return released;
  }

  /** Returns undefined for a stream that was cut: it stays held back. One that the log does not have is let go. */
  private async eventsOf(stream: string): Promise<readonly RecordedEvent[] | undefined> {
    const events: RecordedEvent[] = [];
    try {
      for await (const event of this.store.readStream(stream, { direction: 'forwards' })) events.push(event);
    } catch (error) {
      if (error instanceof StreamHeldError) return undefined;
      throw error;
    }
    return events;
  }
}
