import { msOf } from '#libs/kernel';
import type { LogMoment } from '#libs/event-store';
import { type CreateTableBuilder, type RawBuilder, sql, type SqlBool } from 'kysely';

/**
 * The columns that date a version, which is the state of something from one event until its next version.
 * Versions are added, never changed. Both axes are kept, because the orders of positions and times may
 * disagree between streams (decision 0011).
 */
export interface VersionColumns {
  readonly from_position: number;
  /** When the event was recorded, in milliseconds since 1970. */
  readonly from_ms: number;
}

/** Returns the columns for a version that the given event has made. */
export const versionColumns = ({
  position,
  recordedAt,
}: {
  readonly position: bigint;
  readonly recordedAt: string;
}): VersionColumns => ({ from_position: Number(position), from_ms: msOf(recordedAt) });

/** Adds the version columns to a table. */
export const withVersionColumns = <Table extends string, Column extends string>(
  table: CreateTableBuilder<Table, Column>,
): CreateTableBuilder<Table, Column | keyof VersionColumns> =>
  table
    .addColumn('from_position', 'bigint', (column) => column.notNull())
    .addColumn('from_ms', 'bigint', (column) => column.notNull());

/** A table of versions as a query names it. */
export interface VersionsInQuery {
  readonly table: string;
  readonly alias: string;
  /**
   * The column that identifies whose version a row is, and the outer column it equals, as in
   * `disputes.opened_position`.
   */
  readonly subject: string;
  readonly of: string;
}

/**
 * Returns a condition that is true for the version that was current at the moment. Evaluating it takes one
 * step in an index that has the subject and then `from_position`, or `from_ms` and `from_position`; for that,
 * `of` must be a column of another table.
 */
export const stoodAt = (
  { table, alias, subject, of }: VersionsInQuery,
  moment: LogMoment,
): RawBuilder<SqlBool> => {
  const [reached, order] =
    moment.kind === 'position'
      ? [sql`o.from_position <= ${Number(moment.position)}`, sql`o.from_position desc`]
      : [sql`o.from_ms <= ${msOf(moment.instant)}`, sql`o.from_ms desc, o.from_position desc`];
  return sql<SqlBool>`${sql.ref(`${alias}.${subject}`)} = ${sql.ref(of)}
    and ${sql.ref(`${alias}.from_position`)} = (
      select o.from_position from ${sql.table(table)} as o
      where ${sql.ref(`o.${subject}`)} = ${sql.ref(of)} and ${reached}
      order by ${order} limit 1)`;
};
