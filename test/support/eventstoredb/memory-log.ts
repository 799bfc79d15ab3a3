import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { decideAppend, type StreamState } from './append-decision.js';
import {
  type AppendAnswer,
  END_OF_TIME,
  type Expected,
  jsonRecord,
  type LogRecord,
  MAX_APPEND_BYTES,
  type ProposedRecord,
  type Written,
} from './log-record.js';

/** Bytes of the server's own framing around each record, one reason why positions have gaps. */
const FRAME_BYTES = 137;

/**
 * Test code: the log of EventStoreDB 24.10 in memory. As there, positions are byte offsets, deleted and
 * truncated events stay in $all, and the server's own events stand between ours.
 */
export class MemoryLog {
  readonly records: LogRecord[] = [];
  private readonly streams = new Map<string, LogRecord[]>();
  private readonly tombstones = new Set<string>();
  private readonly lastPlaces = new Map<string, LogRecord>();
  private readonly changes = new EventEmitter().setMaxListeners(0);
  private nextPosition = BigInt(FRAME_BYTES);

  /** @param hasCategoryProjection whether every write is linked into its category, as by `$by_category`. */
  constructor(private readonly hasCategoryProjection = false) {
    this.write('$users', [jsonRecord(randomUUID(), '$User', '$admin')]);
    this.write('$user-admin', [jsonRecord(randomUUID(), '$UserCreated', { loginName: 'admin' })]);
  }

  append(stream: string, expected: Expected, events: readonly ProposedRecord[]): AppendAnswer {
    if (sizeOf(events) > MAX_APPEND_BYTES) return { outcome: 'too-big' };
    const state = this.stateOf(stream);
    const decision = events.length === 0 ? 'wrong-version' : decideAppend(state, expected, events);
    if (decision === 'stream-deleted') return { outcome: decision };
    if (decision === 'wrong-version') return { outcome: decision, current: state.records.at(-1)?.revision };
    if (decision !== 'write') return writtenAt(decision.original);
    if (state.isSoftDeleted) this.writeMetadata(stream, { $tb: state.records.length });
    const written = this.write(stream, events);
    if (this.hasCategoryProjection) this.link(stream, written.revision);
    return written;
  }

  /** Hides the events of a stream from its readers. Returns undefined where there is no such stream. */
  softDelete(stream: string): Written | undefined {
    const { records, hasMetadata } = this.stateOf(stream);
    if (records.length === 0 && !hasMetadata) return undefined;
    return this.writeMetadata(stream, `{"$tb":${END_OF_TIME}}`);
  }

  /** Ends a stream for good. */
  tombstone(stream: string): Written {
    const last = this.record(stream, jsonRecord(randomUUID(), '$streamDeleted', {}), END_OF_TIME);
    this.tombstones.add(stream);
    this.changes.emit('change');
    return writtenAt(last);
  }

  writeMetadata(stream: string, metadata: unknown): Written {
    return this.write(`$$${stream}`, [jsonRecord(randomUUID(), '$metadata', metadata)]);
  }

  isTombstoned(stream: string): boolean {
    return this.tombstones.has(stream);
  }

  /** Returns what a reader of the stream sees; undefined if it does not exist or was deleted. */
  visible(stream: string): readonly LogRecord[] | undefined {
    const { records, isSoftDeleted } = this.stateOf(stream);
    if (records.length === 0 || isSoftDeleted) return undefined;
    if (stream.startsWith('$$')) return records.slice(-1);
    const { $tb = 0, $maxCount = Infinity } = this.metadataOf(stream);
    return records.slice(Math.max($tb, records.length - $maxCount));
  }

  /** Returns every record so far, for `restore` to put back, changed or not. */
  backup(): readonly LogRecord[] {
    return [...this.records];
  }

  /** Replaces the log, as if the server had been stopped, its files replaced, and started again. */
  restore(records: readonly LogRecord[]): void {
    this.records.length = 0;
    this.streams.clear();
    this.tombstones.clear();
    this.lastPlaces.clear();
    this.nextPosition = BigInt(FRAME_BYTES);
    for (const record of records) {
      this.nextPosition = record.position;
      this.streams.set(record.stream, [...(this.streams.get(record.stream) ?? []), record]);
      this.place(record);
    }
    this.changes.emit('change');
  }

  find(stream: string, revision: bigint): LogRecord | undefined {
    return this.streams.get(stream)?.[Number(revision)];
  }

  /**
   * Returns the index in `records` of the first one after a position; undefined for one inside the log where no
   * record begins. A position beyond the end is none of those, as on a real server.
   */
  indexAfter(position: bigint): number | undefined {
    let [low, high] = [0, this.records.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const at = this.records[middle]?.position ?? 0n;
      if (at === position) return middle + 1;
      if (at < position) low = middle + 1;
      else high = middle - 1;
    }
    return low === this.records.length ? low : undefined;
  }

  isBeyondEnd(position: bigint): boolean {
    return position > (this.records.at(-1)?.position ?? 0n);
  }

  /** Resolves at the next write, or when the signal aborts. */
  async changed(signal: AbortSignal): Promise<void> {
    await once(this.changes, 'change', { signal }).catch(() => undefined);
  }

  private stateOf(stream: string): StreamState {
    return {
      records: this.streams.get(stream) ?? [],
      isTombstoned: this.isTombstoned(stream),
      isSoftDeleted: (this.metadataOf(stream).$tb ?? 0) >= Number(END_OF_TIME),
      hasMetadata: this.streams.has(`$$${stream}`),
      lastPlaceOf: (id) => this.lastPlaces.get(id),
    };
  }

  private metadataOf(stream: string): { $tb?: number; $maxCount?: number } {
    const last = this.streams.get(`$$${stream}`)?.at(-1);
    return last === undefined ? {} : (JSON.parse(Buffer.from(last.data).toString()) as object);
  }

  private link(stream: string, revision: bigint): void {
    const [category = stream] = stream.split('-');
    this.write(`$ce-${category}`, [jsonRecord(randomUUID(), '$>', `${revision}@${stream}`)]);
  }

  private write(stream: string, events: readonly ProposedRecord[]): Written {
    const records = this.streams.get(stream) ?? [];
    this.streams.set(stream, records);
    for (const event of events) records.push(this.record(stream, event, BigInt(records.length)));
    this.changes.emit('change');
    const last = records.at(-1);
    if (last === undefined) throw new RangeError('An append without events reached the log.');
    return writtenAt(last);
  }

  private record(stream: string, event: ProposedRecord, revision: bigint): LogRecord {
    const record = { ...event, stream, revision, position: this.nextPosition, createdMs: Date.now() };
    this.place(record);
    return record;
  }

  private place(record: LogRecord): void {
    this.nextPosition += BigInt(FRAME_BYTES + sizeOf([record]));
    this.records.push(record);
    this.lastPlaces.set(record.id, record);
  }
}

const writtenAt = ({ revision, position }: LogRecord): Written => ({
  outcome: 'written',
  revision,
  position,
});

/** Counts bytes as 24.10 does. */
const sizeOf = (events: readonly ProposedRecord[]): number =>
  events.reduce((sum, { data, metadata, type }) => sum + data.length + metadata.length + 2 * type.length, 0);
