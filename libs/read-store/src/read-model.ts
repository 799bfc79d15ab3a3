import type { RecordedEvent } from '#libs/event-store';
import type { Kysely, Transaction } from 'kysely';

/**
 * A read model: its tables, and how events change them. What an event means is up to a pure projection. It
 * writes through the query builder only, so that a replay can build it a second time (decision 0012).
 */
export interface ReadModel {
  /** Identifies its checkpoint. */
  readonly name: string;
  /** Raise it with any change of the tables or the projection: the rows are then rebuilt from the log. */
  readonly version: number;
  /** It gets only events of streams whose name starts with one of these. */
  readonly streamPrefixes: readonly string[];
  /**
   * Reads an event as `apply` will, without a database. An event for which it throws holds back its stream, and
   * is not applied. One that is passed over by decision is applied without being checked.
   */
  check?(event: RecordedEvent): void;
  /** Creates its tables, each with a primary key. */
  createTables(database: Kysely<never>): Promise<void>;
  /** Drops its tables, as far as they exist. */
  dropTables(database: Kysely<never>): Promise<void>;
  /** Applies events in log order. Of the transactions that commit, exactly one has applied each event. */
  apply(transaction: Transaction<never>, events: readonly RecordedEvent[]): Promise<void>;
}
