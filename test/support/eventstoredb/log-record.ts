/** Test code: an event that the server is asked to write. */
export interface ProposedRecord {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface LogRecord extends ProposedRecord {
  readonly position: bigint;
  readonly stream: string;
  readonly revision: bigint;
  readonly createdMs: number;
}

export type Expected = bigint | 'no-stream' | 'any' | 'stream-exists';

export type Written = { readonly outcome: 'written'; readonly revision: bigint; readonly position: bigint };

export type AppendAnswer =
  | Written
  | { readonly outcome: 'wrong-version'; readonly current: bigint | undefined }
  | { readonly outcome: 'stream-deleted' }
  | { readonly outcome: 'too-big' };

/** EventStoreDB's limit for a whole append. */
export const MAX_APPEND_BYTES = 1_048_576;

/** The revision of a tombstone, and the `$tb` that hides all events of a stream. */
export const END_OF_TIME = 9_223_372_036_854_775_807n;

/** Returns a JSON record as the server itself writes them. */
export const jsonRecord = (id: string, type: string, data: unknown): ProposedRecord => ({
  id,
  type,
  contentType: 'application/json',
  data: Buffer.from(typeof data === 'string' ? data : JSON.stringify(data)),
  metadata: new Uint8Array(),
});
