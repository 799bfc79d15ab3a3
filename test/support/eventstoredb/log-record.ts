/** Test code: what the test server keeps of an event, and what it is asked to keep. */
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

/** As EventStoreDB has it, for the whole append. */
export const MAX_APPEND_BYTES = 1_048_576;

/** The revision of the event that ends a stream for good, and the `$tb` that hides all events of one. */
export const END_OF_TIME = 9_223_372_036_854_775_807n;

/** A record of JSON, as the server itself writes them. */
export const jsonRecord = (id: string, type: string, data: unknown): ProposedRecord => ({
  id,
  type,
  contentType: 'application/json',
  data: Buffer.from(typeof data === 'string' ? data : JSON.stringify(data)),
  metadata: new Uint8Array(),
});
