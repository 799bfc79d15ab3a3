import type { Acceptances, HeldStream, RecordedEvent } from '#libs/event-store';

/** A run of events in log order, with how far the log was examined, and what is known about those that cannot be read. */
export interface AppliedRun {
  readonly events: readonly RecordedEvent[];
  /** How far the log was read. */
  readonly position: bigint;
  /** Where the run begins: it has every event after this position. Without one, it begins where the rows are. */
  readonly after?: bigint | undefined;
  /** The decisions of operators; by default none. */
  readonly accepted?: Acceptances;
  /** Streams that are held back by an event that could not be applied. */
  readonly holding?: readonly HeldStream[];
  /** Streams that need not be held back any longer, if they are. */
  readonly released?: readonly ReleasedStream[];
}

/** What is known about the events of a run, beside themselves. */
export type KnownOfRun = Pick<AppliedRun, 'accepted' | 'after' | 'released'>;

/** A stream with its events from the one on that held it back, as far as the rows have the log. */
export interface ReleasedStream {
  readonly stream: string;
  readonly events: readonly RecordedEvent[];
}
