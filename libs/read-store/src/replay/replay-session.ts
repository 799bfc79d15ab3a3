import type { Dialect, Kysely, RawBuilder } from 'kysely';

/** Another replay of the same read models is running, in this process or in another. */
export class ReplayInProgressError extends Error {
  constructor() {
    super('Another replay of these read models is running.');
  }
}

/** The connections that a replay has to itself while it runs. They are let go of when its process dies. */
export interface ReplaySession {
  readonly writing: Dialect;
  /** Transactions on it are snapshots: what others commit meanwhile is not seen. */
  readonly snapshot: Dialect;
  /** Makes a table so small that dropping it keeps nobody waiting; leaves off when there is no time for that. */
  empty(database: Kysely<never>, table: string, hurry: AbortSignal): Promise<void>;
  /** Lets the next replay begin. */
  release(): Promise<void>;
}

/** The replays that one kind of database can hold: one at a time. */
export interface ReplayDatabase {
  /** @throws ReplayInProgressError */
  enter(): Promise<ReplaySession>;
  /** The tables whose name begins with `SHADOW_PREFIX`. */
  readonly shadowTables: RawBuilder<{ readonly name: string }>;
}

/** What a replay makes is known by it, so that what a dead one left behind is found. */
export const SHADOW_PREFIX = 'replay_';
