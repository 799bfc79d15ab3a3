import { bucketWidth, type Row } from '#libs/read-store';
import { type Kysely, sql } from 'kysely';
import { disputeStream } from '../../domain/dispute-stream.js';
import type { DisputeTables } from './dispute-tables.js';

/** An event that a row reflects. */
interface RowEvent {
  readonly stream: string;
  readonly position: bigint;
}

/** Finds the event that made the version; undefined if there is no such dispute. */
export const versionedEvent = async (
  rebuilt: Kysely<never>,
  { opened_position: opened, from_position: from }: Row,
): Promise<RowEvent | undefined> => {
  const dispute = await (rebuilt as unknown as Kysely<DisputeTables>)
    .selectFrom('disputes')
    .select(['tenant', 'dispute_id'])
    .where('opened_position', '=', Number(opened))
    .executeTakeFirst();
  return (
    dispute && { stream: disputeStream(dispute.tenant, dispute.dispute_id), position: BigInt(Number(from)) }
  );
};

/**
 * Finds the last event in the bucket of a count with which a dispute joined or left the group that is counted;
 * undefined if none did.
 */
export const countedEvent = async (rebuilt: Kysely<never>, row: Row): Promise<RowEvent | undefined> => {
  const { axis, tenant, scheme, bucket } = row;
  const width = bucketWidth(Number(row['level']));
  const point = axis === 'position' ? 'v.from_position' : 'v.from_ms';
  const versions = (rebuilt as unknown as Kysely<DisputeTables>)
    .selectFrom('dispute_versions as v')
    .innerJoin('disputes as d', 'd.opened_position', 'v.opened_position')
    .where('d.tenant', '=', String(tenant))
    .where('d.scheme', '=', String(scheme))
    .select(['d.tenant', 'd.dispute_id', 'v.from_position'])
    .select(({ ref }) => [
      sql<number>`${ref(point)}`.as('point'),
      isGroup(row).as('is_in'),
      sql<number>`lag(${isGroup(row)}, 1, 0) over (partition by ${ref('v.opened_position')} order by ${ref('v.from_position')})`.as(
        'was_in',
      ),
    ]);
  const last = await (rebuilt as unknown as Kysely<DisputeTables>)
    .selectFrom(versions.as('step'))
    .select(['tenant', 'dispute_id', 'from_position'])
    .where('point', '>=', Number(bucket) * width)
    .where('point', '<', (Number(bucket) + 1) * width)
    .whereRef('is_in', '<>', 'was_in')
    .orderBy('from_position', 'desc')
    .limit(1)
    .executeTakeFirst();
  return (
    last && { stream: disputeStream(last.tenant, last.dispute_id), position: BigInt(last.from_position) }
  );
};

const isGroup = ({ status, stage, has_warning: hasWarning }: Row) =>
  sql<number>`case when ${sql.ref('v.status')} = ${status} and coalesce(${sql.ref('v.stage')}, '') = ${stage} and ${sql.ref('v.has_warning')} = ${hasWarning} then 1 else 0 end`;
