/** Every limit of a request, in one place. */
export const limits = {
  /** Evidence is sent by reference, so a body is at most a document's worth of text. */
  maxBodyBytes: 262_144,
  maxJsonDepth: 32,
  /** Characters of JSON that may be read without a scan: too few to have too many members. */
  maxPlainJsonLength: 1_000,
  /** Members and items in one body, all levels together. */
  maxJsonNodes: 20_000,
  /** Problems that one refusal names. */
  maxFieldProblems: 100,
  /** All header lines together: a 16 kB token must get its vendor's 401, not Node's bare 431. */
  maxHeaderBytes: 32_768,
  /** Of an id or code in a path. There is none that is longer. */
  maxIdLength: 256,
  maxIdempotencyKeyLength: 255,
  defaultPageSize: 50,
  maxPageSize: 200,
  maxCorrelationIdLength: 100,
  /** How long a slow client may take for its headers, and for the whole request. */
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 20_000,
  /** Streams that are open at one time: each holds a connection and a little memory. */
  maxOpenStreams: 100,
  maxOpenStreamsPerCredential: 10,
  /** How long a reader may take nothing before its stream is ended. */
  maxReaderStallMs: 60_000,
  /** How long a stream may take to end by itself before its connection is closed. */
  streamEndMs: 1_000,
  streamBufferBytes: 65_536,
  /** The `Retry-After` of answers to requests that are worth a retry. */
  retryAfterSeconds: 1,
} as const;
