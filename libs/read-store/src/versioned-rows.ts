import type { LogMoment } from '#libs/event-store';
import { type CreateTableBuilder, type RawBuilder, sql, type SqlBool } from 'kysely';

/**
 * What something was from one event to the next. A version is added, never changed: where it ends, the next one of
 * the same subject begins. Both axes are kept, because positions and times may disagree between streams.
 */
export interface VersionColumns {
  readonly from_position: number;
  /** When the event was recorded, in milliseconds since 1970. */
  readonly from_ms: number;
}

export const versionColumns = ({
  position,
  recordedAt,
}: {
  readonly position: bigint;
  readonly recordedAt: string;
}): VersionColumns => ({ from_position: Number(position), from_ms: Date.parse(recordedAt) });

/** Adds the columns to a table of versions. */
export const withVersionColumns = <Table extends string, Column extends string>(
  table: CreateTableBuilder<Table, Column>,
): CreateTableBuilder<Table, Column | keyof VersionColumns> =>
  table
    .addColumn('from_position', 'bigint', (column) => column.notNull())
    .addColumn('from_ms', 'bigint', (column) => column.notNull());

/** Which versions are meant, as a query names them. */
export interface VersionsInQuery {
  readonly table: string;
  readonly alias: string;
  /** The column that says whose version a row is, and what it must be, as in `disputes.opened_position`. */
  readonly subject: string;
  readonly of: string;
}

/**
 * True for the version that stood at the moment. It takes one step in an index that begins with the subject and goes
 * on with `from_position`, or with `from_ms` and `from_position`; `of` must come from outside the table for that.
 */
export const stoodAt = (
  { table, alias, subject, of }: VersionsInQuery,
  moment: LogMoment,
): RawBuilder<SqlBool> => {
  const [reached, order] =
    moment.kind === 'position'
      ? [sql`o.from_position <= ${Number(moment.position)}`, sql`o.from_position desc`]
      : [sql`o.from_ms <= ${Date.parse(moment.instant)}`, sql`o.from_ms desc, o.from_position desc`];
  return sql<SqlBool>`${sql.ref(`${alias}.${subject}`)} = ${sql.ref(of)}
    and ${sql.ref(`${alias}.from_position`)} = (
      select o.from_position from ${sql.table(table)} as o
      where ${sql.ref(`o.${subject}`)} = ${sql.ref(of)} and ${reached}
      order by ${order} limit 1)`;
};
