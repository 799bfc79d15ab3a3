import type { RecordedEvent } from '#libs/event-store';
import type { Kysely, Transaction } from 'kysely';

/** The tables of one read model and how events change them. What an event means is told by its pure projection. */
export interface ReadModel {
  readonly name: string;
  /** Raise it with any change of the tables or the projection: the rows are then built again from the log. */
  readonly version: number;
  readonly streamPrefixes: readonly string[];
  createTables(database: Kysely<never>): Promise<void>;
  dropTables(database: Kysely<never>): Promise<void>;
  /** Applies events in log order. Each event is given exactly once to what is committed. */
  apply(transaction: Transaction<never>, events: readonly RecordedEvent[]): Promise<void>;
}
