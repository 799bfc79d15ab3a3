import type { RecordedEvent } from '#libs/event-store';
import type { Transaction } from 'kysely';
import type { Change } from '../domain/odr/arbitration-report.js';
import type { TimelineEntry } from '../projections/dispute-timeline.js';
import { maskPan } from '../projections/personal-data.js';
import type { ActivityOwner, ActivitySource, ToldActivity } from './activity-source.js';
import type { ActivityRow, ActivityTables } from './activity-tables.js';

/** What is told of any event, as the timelines tell it of a dispute's. */
export type ActivityEntry = Omit<TimelineEntry, 'type'> & { readonly type: string };

/** Says nobody's where the log does not say whose it is. */
const NOBODY: ActivityOwner = { tenant: null, holder: '' };

/** The rows of events that are not of a dispute; there are few of them. */
export const toldRows = async (
  database: Transaction<ActivityTables>,
  source: ActivitySource,
  events: readonly RecordedEvent[],
): Promise<readonly ActivityRow[]> => {
  const rows: ActivityRow[] = [];
  for (const event of events) {
    const owner = source.ownerOf(event) ?? (await knownOwner(database, event.stream)) ?? NOBODY;
    await database
      .insertInto('activity_owners')
      .values({ stream: event.stream, ...owner })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    rows.push(rowOf(event, source.tell(event, owner)));
  }
  return rows;
};

const knownOwner = (database: Transaction<ActivityTables>, stream: string) =>
  database
    .selectFrom('activity_owners')
    .select(['tenant', 'holder'])
    .where('stream', '=', stream)
    .executeTakeFirst();

const rowOf = (event: RecordedEvent, told: ToldActivity): ActivityRow => {
  const entry = entryOf(event, told);
  const { type, summary, actor } = entry;
  return {
    position: Number(event.position),
    recorded_ms: Date.parse(event.metadata.recordedAt),
    tenant: told.tenant,
    dispute_id: null,
    revision: Number(event.revision),
    type,
    actor: actor.name,
    credential_id: told.credentialId,
    holder: maskPan(told.holder),
    search_text: maskPan([type, summary, actor.name, told.holder].join(' ')).toLowerCase(),
    stream: event.stream,
    entry: JSON.stringify(entry),
  };
};

const entryOf = (
  { revision, position, id, metadata }: RecordedEvent,
  { type, summary, changes }: ToldActivity,
): ActivityEntry => ({
  revision: String(revision),
  position: String(position),
  eventId: id,
  type,
  summary: maskPan(summary),
  actor: { ...metadata.actor, name: maskPan(metadata.actor.name) },
  credentialId: metadata.credentialId,
  holder: metadata.holder,
  authProfile: metadata.authProfile,
  correlationId: metadata.$correlationId,
  occurredAt: null,
  recordedAt: metadata.recordedAt,
  changes: changes.map(({ field, from, to }): Change => ({ field, from: masked(from), to: masked(to) })),
  warnings: [],
});

const masked = (value: Change['from']): Change['from'] =>
  typeof value === 'string' ? maskPan(value) : value;
