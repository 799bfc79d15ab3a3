import { msOf } from '#libs/kernel';
import { type FieldChange, maskPan, type TimelineEntry } from '#libs/disputes';
import type { Acceptance, EventMetadata, RecordedEvent } from '#libs/event-store';
import type { Transaction } from 'kysely';
import type { ActivityOwner, ActivitySource, DescribedActivity } from '../activity-source.js';
import type { ActivityRow, ActivityTables } from './activity-tables.js';

/** The description of any event, in the form of a dispute's timeline. */
export type ActivityEntry = Omit<TimelineEntry, 'type' | 'details'> & {
  readonly type: string;
  readonly details?: object;
};

/** The owner of a stream whose events do not state one. */
export const NOBODY: ActivityOwner = { tenant: null, holder: '' };

/** Returns the rows of a source's events, and stores the owners of their streams. Such events are few. */
export const sourceRows = async (
  database: Transaction<ActivityTables>,
  source: ActivitySource,
  events: readonly RecordedEvent[],
): Promise<readonly ActivityRow[]> => {
  const rows: ActivityRow[] = [];
  for (const event of events) {
    if (event.passedOver !== undefined) {
      rows.push(passedOverRow(event, event.passedOver, (await knownOwner(database, event.stream)) ?? NOBODY));
      continue;
    }
    const owner = source.ownerOf(event) ?? (await knownOwner(database, event.stream)) ?? NOBODY;
    await database
      .insertInto('activity_owners')
      .values({ stream: event.stream, ...owner })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    rows.push(rowOf(event, source.describe(event, owner)));
  }
  return rows;
};

const knownOwner = (database: Transaction<ActivityTables>, stream: string) =>
  database
    .selectFrom('activity_owners')
    .select(['tenant', 'holder'])
    .where('stream', '=', stream)
    .executeTakeFirst();

const rowOf = (event: RecordedEvent, described: DescribedActivity): ActivityRow => {
  const entry = entryOf(event, described);
  const { type, summary, actor } = entry;
  return {
    position: Number(event.position),
    recorded_ms: msOf(event.metadata.recordedAt),
    tenant: described.tenant,
    dispute_id: described.disputeId ?? null,
    revision: Number(event.revision),
    type,
    actor: actor.name,
    credential_id: described.credentialId,
    holder: maskPan(described.holder),
    search_text: maskPan([type, summary, actor.name, described.holder].join(' ')).toLowerCase(),
    stream: event.stream,
    entry: JSON.stringify(entry),
  };
};

/** Returns the row of an event that is passed over. Its own author and time are not known. */
const passedOverRow = (
  event: RecordedEvent,
  { by, reason, problem, acceptedAt }: Acceptance,
  owner: ActivityOwner,
): ActivityRow => {
  const metadata: EventMetadata = {
    $correlationId: event.id,
    $causationId: event.id,
    commandId: event.id,
    tenant: owner.tenant,
    actor: { name: by },
    credentialId: 'local-operator',
    holder: 'operator',
    authProfile: 'local',
    recordedAt: acceptedAt,
  };
  return rowOf(
    { ...event, metadata },
    {
      ...owner,
      type: 'EventPassedOver',
      summary: `An event that the ledger cannot read (${event.type}: ${problem}) was passed over by decision of ${by}: ${reason}`,
      changes: [],
      credentialId: metadata.credentialId,
    },
  );
};

const entryOf = (
  { revision, position, id, metadata }: RecordedEvent,
  { type, summary, changes, details }: DescribedActivity,
): ActivityEntry => ({
  revision: String(revision),
  position: String(position),
  eventId: id,
  type,
  summary: maskPan(summary),
  actor: { ...metadata.actor, name: maskPan(metadata.actor.name) },
  credentialId: metadata.credentialId,
  holder: maskPan(metadata.holder),
  authProfile: metadata.authProfile,
  correlationId: metadata.$correlationId,
  occurredAt: null,
  recordedAt: metadata.recordedAt,
  changes: changes.map(({ field, from, to }): FieldChange => ({ field, from: masked(from), to: masked(to) })),
  warnings: [],
  ...(details !== undefined && { details }),
});

const masked = (value: FieldChange['from']): FieldChange['from'] =>
  typeof value === 'string' ? maskPan(value) : value;
