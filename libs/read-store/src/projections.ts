/** What keeps the read models up with the log, in this thread, in another, or in another process. */
export abstract class Projections {
  /** Whether the last thing that happened was not an error. */
  abstract readonly isHealthy: boolean;

  /** Ends after the batch at hand. */
  abstract stop(): Promise<void>;
}

/** Hears how the projections fare. */
export interface ProjectionListener {
  /** They stopped, and will try again. */
  onFailure(error: unknown): void;
  /** They go on after a failure. */
  onRecovery?(): void;
  /** It is this process's turn to write. */
  onTurn?(): void;
}
