import { EmbeddedEventStore, type EventStore, type RecordedEvent } from '#libs/event-store';
import { openDatabase } from '#libs/sqlite';

/** The faults of a log, and the events of the commands that had a marker as their update's text. */
export interface LogAudit {
  readonly events: readonly RecordedEvent[];
  /** Every violation of the log's own guarantees; empty for a sound log. */
  readonly faults: readonly string[];
  /** The positions of each marker's events. */
  readonly positionsOf: ReadonlyMap<string, readonly bigint[]>;
  /** How many events each stream has. */
  readonly lengthOf: ReadonlyMap<string, number>;
}

/** Audits the whole file, without any cache of the server that wrote it. */
export const auditLog = async (path: string): Promise<LogAudit> => {
  const store = await EmbeddedEventStore.open(path);
  try {
    const audit = auditOf(await wholeLog(store));
    const gaps = audit.events
      .filter(({ position }, index) => position !== BigInt(index + 1))
      .map(({ position }) => `position ${position} does not follow the one before`);
    return { ...audit, faults: [...(await integrityFaults(path)), ...gaps, ...audit.faults] };
  } finally {
    await store.close();
  }
};

export const wholeLog = async (store: EventStore): Promise<readonly RecordedEvent[]> => {
  const events: RecordedEvent[] = [];
  for await (const page of store.readAll()) events.push(...page.events);
  return events;
};

/** Audits what must hold on every store. */
export const auditOf = (events: readonly RecordedEvent[]): LogAudit => {
  const faults: string[] = [];
  const lengthOf = new Map<string, number>();
  const positionsOf = new Map<string, bigint[]>();
  const lastRecordedAt = new Map<string, string>();
  for (const { position, stream, revision, type, data, metadata } of events) {
    const length = lengthOf.get(stream) ?? 0;
    if (revision !== BigInt(length)) faults.push(`${stream} goes on at ${revision} after ${length} events`);
    if (metadata.recordedAt < (lastRecordedAt.get(stream) ?? ''))
      faults.push(`${stream} goes back in time at ${revision}`);
    lengthOf.set(stream, length + 1);
    lastRecordedAt.set(stream, metadata.recordedAt);
    if (type !== 'DisputeUpdateRecorded.v1') continue;
    const marker = data['update'] as string;
    positionsOf.set(marker, [...(positionsOf.get(marker) ?? []), position]);
  }
  return { events, faults, positionsOf, lengthOf };
};

const integrityFaults = async (path: string): Promise<string[]> => {
  const database = await openDatabase(path, { synchronous: 'FULL' });
  try {
    return database
      .prepare('PRAGMA integrity_check')
      .all()
      .map((row) => String(row['integrity_check']))
      .filter((finding) => finding !== 'ok');
  } finally {
    database.close();
  }
};
