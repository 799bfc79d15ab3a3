import type { Expected, LogRecord, ProposedRecord } from './log-record.js';

/** The server's knowledge of a stream when it decides on an append. */
export interface StreamState {
  readonly records: readonly LogRecord[];
  readonly isTombstoned: boolean;
  readonly isSoftDeleted: boolean;
  readonly hasMetadata: boolean;
  /** Returns where an id was written last, in whatever stream: the server remembers one place per id. */
  lastPlaceOf(id: string): LogRecord | undefined;
}

export type Decision = 'write' | 'wrong-version' | 'stream-deleted' | { readonly original: LogRecord };

/** Test code: decides on an append as the server does (`IndexWriter.CheckCommit`), rule by rule. */
export const decideAppend = (
  state: StreamState,
  expected: Expected,
  events: readonly ProposedRecord[],
): Decision => {
  if (state.isTombstoned) return 'stream-deleted';
  if (state.isSoftDeleted && expected === 'stream-exists') return 'stream-deleted';
  if (state.records.length === 0) return decideOnNew(state, expected);
  if (expected === 'any' || expected === 'stream-exists') return decideUnchecked(state, events);
  return decideAtRevision(state, expected === 'no-stream' ? -1n : expected, events);
};

const decideOnNew = ({ hasMetadata }: StreamState, expected: Expected): Decision => {
  if (expected === 'any' || expected === 'no-stream') return 'write';
  return expected === 'stream-exists' && hasMetadata ? 'write' : 'wrong-version';
};

const decideUnchecked = (state: StreamState, events: readonly ProposedRecord[]): Decision => {
  const stream = state.records[0]?.stream;
  const originals = events.map(({ id }) => state.lastPlaceOf(id));
  const isKnown = (record: LogRecord | undefined): boolean => record?.stream === stream;
  if (!isKnown(originals[0])) return 'write';
  const last = originals.at(-1);
  return originals.every(isKnown) && last !== undefined ? { original: last } : 'wrong-version';
};

const decideAtRevision = (
  state: StreamState,
  expected: bigint,
  events: readonly ProposedRecord[],
): Decision => {
  const current = BigInt(state.records.length) - 1n;
  // Ids are not compared here: the same event, sent for another revision, is written twice.
  if (expected === current) return 'write';
  if (expected > current) return 'wrong-version';
  const original = originalOf(state.records.slice(Number(expected + 1n)), events);
  if (original !== undefined) return { original };
  const isNewStart = expected === -1n && state.isSoftDeleted && state.records[0]?.id !== events[0]?.id;
  return isNewStart ? 'write' : 'wrong-version';
};

/** Returns the stored event of the last given one, if the stored ones begin with exactly the given ones. */
const originalOf = (
  stored: readonly LogRecord[],
  events: readonly ProposedRecord[],
): LogRecord | undefined =>
  events.every(({ id }, index) => stored[index]?.id === id) ? stored[events.length - 1] : undefined;
