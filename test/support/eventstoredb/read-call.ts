import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { LogRecord } from './log-record.js';
import type { MemoryLog } from './memory-log.js';
import { eventReply, streamNameOf, streamNotFoundReply } from './messages.js';
import { invalidReadPosition, streamDeleted } from './refusals.js';
import type { StreamingCall } from './server-call.js';

type ReadOptions = streams.ReadReq.Options;

/** Test code: answers a bounded read of a stream or of $all. */
export const answerRead = async (
  call: StreamingCall,
  log: MemoryLog,
  options: ReadOptions,
): Promise<void> => {
  const stream = options.getStream();
  const records = stream === undefined ? recordsOfAll(log, options) : recordsOfStream(log, options, stream);
  if (!Array.isArray(records)) {
    call.fail(records);
    return;
  }
  if (stream !== undefined && log.visible(nameOf(stream)) === undefined)
    await call.send(streamNotFoundReply(nameOf(stream)));
  for (const record of records) {
    if (call.signal.aborted) return;
    await call.send(options.getResolveLinks() ? resolvedReply(log, record) : eventReply(record));
  }
  call.end();
};

/** Returns a link with the event that it leads to, or alone where that is gone; other records unchanged. */
export const resolvedReply = (log: MemoryLog, record: LogRecord): streams.ReadResp => {
  if (record.type !== '$>') return eventReply(record);
  const [, revision = '', stream = ''] = /^(\d+)@(.*)$/s.exec(Buffer.from(record.data).toString()) ?? [];
  const isThere = !log.isTombstoned(stream) && log.visible(stream) !== undefined;
  return eventReply(isThere ? log.find(stream, BigInt(revision)) : undefined, record);
};

const nameOf = (stream: streams.ReadReq.Options.StreamOptions): string =>
  streamNameOf(stream.getStreamIdentifier());

const isForwards = (options: ReadOptions): boolean =>
  options.getReadDirection() === streams.ReadReq.Options.ReadDirection.FORWARDS;

type Refusal = ReturnType<typeof invalidReadPosition>;

const recordsOfStream = (
  log: MemoryLog,
  options: ReadOptions,
  stream: streams.ReadReq.Options.StreamOptions,
): LogRecord[] | Refusal => {
  const name = nameOf(stream);
  if (log.isTombstoned(name)) return streamDeleted(name);
  const records = log.visible(name) ?? [];
  const from = stream.hasRevision() ? BigInt(stream.getRevision()) : undefined;
  const isWanted = ({ revision }: LogRecord): boolean => {
    if (isForwards(options)) return stream.hasStart() || (from !== undefined && revision >= from);
    return stream.hasEnd() || (from !== undefined && revision <= from);
  };
  const wanted = records.filter(isWanted);
  return (isForwards(options) ? wanted : wanted.toReversed()).slice(0, Number(options.getCount()));
};

const recordsOfAll = (log: MemoryLog, options: ReadOptions): LogRecord[] | Refusal => {
  const count = Number(options.getCount());
  const start = startInAll(log, options.getAll());
  if (start === undefined) return invalidReadPosition();
  if (isForwards(options)) return log.records.slice(start, start + count);
  return log.records.slice(Math.max(0, start - count), start).toReversed();
};

/** Returns the index of the first record that is read; for a read backwards, of the one after it. */
const startInAll = (
  log: MemoryLog,
  all: streams.ReadReq.Options.AllOptions | undefined,
): number | undefined => {
  const position = all?.getPosition();
  if (position === undefined) return all?.hasEnd() ? log.records.length : 0;
  const commit = BigInt(position.getCommitPosition());
  const after = log.indexAfter(commit);
  return after === undefined || log.isBeyondEnd(commit) ? after : after - 1;
};
