import type { HeldStream } from '#libs/event-store';

/**
 * The port to the projections, which keep the read models up with the event log in this thread, in another
 * one, or in another process.
 */
export abstract class Projections {
  /** False after a failure, until they recover. */
  abstract readonly isHealthy: boolean;

  /** Stops them after the current batch. */
  abstract stop(): Promise<void>;
}

/** Callbacks about the state of the projections. */
export interface ProjectionListener {
  /** They stopped and will try again. Called for every failed attempt. */
  onFailure(error: unknown): void;
  /** They run again after a failure. */
  onRecovery?(): void;
  /** The rows were not those of the log, for this reason, and are built again from it. */
  onOtherLog?(reason: string): void;
  /** A stream is held back from now on, or was when the turn began. Called once for each in a turn. */
  onHeld?(held: HeldStream): void;
  /** It became this process's turn to write. */
  onTurn?(): void;
  /** Rows that had nothing of the log, or are far behind it, are being built. */
  onRebuild?(rebuild: RebuildBegun): void;
  /** They have everything that the log had when that began. */
  onRebuilt?(rebuild: RebuildDone): void;
}

export interface RebuildBegun {
  /** The position from which they are built. */
  readonly position: bigint;
  /** Where the log ended then. */
  readonly of: bigint;
}

export interface RebuildDone {
  readonly position: bigint;
  /** Events that were applied. */
  readonly events: number;
  readonly ms: number;
}
