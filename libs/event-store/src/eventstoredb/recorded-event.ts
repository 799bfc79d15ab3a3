import type { AllStreamResolvedEvent, ResolvedEvent } from '@eventstore/db-client';
import type { RecordedEvent } from '../event-store.js';
import { legibleContent } from '../held/legible.js';

/**
 * Returns the event as the port has it. One that the ledger cannot have written says so. A record of the
 * server's own that a stream was cut is returned as a record of that stream.
 *
 * @throws Error for a reply without any record, which no server sends.
 */
export const recordedEvent = (resolved: ResolvedEvent | AllStreamResolvedEvent): RecordedEvent => {
  const record = resolved.event ?? resolved.link;
  if (record === undefined) throw new Error('The event store returned a reply without a record.');
  const { id, streamId, revision, type, data, metadata } = record;
  return {
    id,
    type,
    stream: cutStreamOf(record) ?? streamId,
    revision,
    position: record.position?.commit ?? resolved.commitPosition ?? 0n,
    ...legibleContent({ data, metadata, problem: problemOf(record) }),
  };
};

type StoredRecord = NonNullable<ResolvedEvent['event']>;

const problemOf = (record: StoredRecord): string | undefined => {
  if (record.type === DELETED) return 'the stream was deleted for good';
  if (cutStreamOf(record) !== undefined) return cutProblem(record.data);
  if (record.type.startsWith('$>')) return 'it is a link to another event';
  if (record.type.startsWith('$')) return 'its type is one of the event store';
  return record.isJson ? undefined : 'its data is no JSON';
};

/** Returns how the metadata of a stream cuts it; undefined for metadata that does not. */
export const cutProblem = (metadata: unknown): string | undefined => {
  const stored = (typeof metadata === 'object' && metadata !== null ? metadata : {}) as Record<
    string,
    unknown
  >;
  const before = Number(stored['$tb'] ?? 0);
  if (before >= SOFT_DELETED) return 'the stream was deleted';
  if (before > 0) return `the stream was cut before revision ${before}`;
  const limit = ['$maxCount', '$maxAge'].find((name) => stored[name] !== undefined);
  return limit === undefined ? undefined : `the stream is cut by its ${limit}`;
};

/** Larger than any revision: JavaScript reads the server's 2^63 - 1 as 2^63. */
const SOFT_DELETED = 2 ** 62;

const DELETED = '$streamDeleted';

/** Returns the stream whose metadata the record is; undefined for any other record. */
const cutStreamOf = ({ streamId, type }: Pick<StoredRecord, 'streamId' | 'type'>): string | undefined =>
  streamId.startsWith('$$') && type === '$metadata' ? streamId.slice(2) : undefined;

/** Returns the position of any record of the log, the server's own included. */
export const positionOf = ({ event, commitPosition }: AllStreamResolvedEvent): bigint =>
  event?.position.commit ?? commitPosition ?? 0n;

/**
 * Returns whether a record is an event of the ledger's, and one that the reader asked for. A reader of some
 * streams also gets what others have put into them under a name of the server's, and what cuts them.
 */
export const isWanted = (
  { event }: AllStreamResolvedEvent,
  streamPrefixes: readonly string[] | undefined,
): boolean => {
  if (event === undefined) return false;
  if (streamPrefixes === undefined) return !event.streamId.startsWith('$') && !event.type.startsWith('$');
  const cut = cutStreamOf(event);
  const stream = cut ?? event.streamId;
  if (cut !== undefined && cutProblem(event.data) === undefined) return false;
  return !stream.startsWith('$') && streamPrefixes.some((prefix) => stream.startsWith(prefix));
};

/** Returns the prefixes by which the server finds what is wanted of the streams: their metadata, too. */
export const serverPrefixes = (streamPrefixes: readonly string[]): string[] =>
  streamPrefixes.flatMap((prefix) => [prefix, `$$${prefix}`]);
