import type { Dialect, Kysely, RawBuilder } from 'kysely';

/** Another replay of the same read models is running, in this process or in another. */
export class ReplayInProgressError extends Error {
  constructor() {
    super('Another replay of these read models is running.');
  }
}

/** The connections and the lock that a replay has to itself while it runs. Both end when its process dies. */
export interface ReplaySession {
  readonly writing: Dialect;
  /** A transaction on it is a snapshot: it does not see what others commit meanwhile. */
  readonly snapshot: Dialect;
  /** Deletes rows until dropping the table keeps nobody waiting. Returns at once when `hurry` aborts. */
  empty(database: Kysely<never>, table: string, hurry: AbortSignal): Promise<void>;
  /** Closes the connections and lets the next replay begin. */
  release(): Promise<void>;
}

/** The port to a database that can hold one replay at a time. */
export interface ReplayDatabase {
  /** @throws ReplayInProgressError while another replay runs. */
  enter(): Promise<ReplaySession>;
  /** Returns whether a replay is running, in any process. `reading` is a connection for queries. */
  isEntered(reading: Kysely<never>): Promise<boolean>;
  /** The tables whose name begins with `SHADOW_PREFIX`. */
  readonly shadowTables: RawBuilder<{ readonly name: string }>;
}

/** The prefix of every table that a replay creates, by which the tables of one that died are found. */
export const SHADOW_PREFIX = 'replay_';
