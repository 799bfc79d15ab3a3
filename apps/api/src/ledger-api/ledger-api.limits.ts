/** Every limit of the ledger's own API, in one place. */
export const limits = {
  maxTextLength: 200,
  maxStatuses: 6,
  maxTypes: 10,
  /** Events that an export fetches at a time. */
  exportPageSize: 200,
  /** An instant so long ago is settled: no command that was admitted before it can still be on its way to the log. */
  settledAfterMs: 60_000,
  /** How long a settled answer may be kept. It is true for ever; the shape in which this version tells it is not. */
  settledMaxAgeSeconds: 86_400,
  /** Replays whose end is still told. */
  rememberedReplays: 100,
  /** Answers that are streamed at one time: each holds a connection and a little memory. */
  maxOpenStreams: 100,
  maxOpenStreamsPerCredential: 10,
  /** A stream with nothing to say says that it lives, so that proxies keep it and dead readers are found. */
  heartbeatMs: 15_000,
  /** A reader that takes nothing for this long is let go. It resumes where it was. */
  maxReaderStallMs: 60_000,
  /** What a stream may take to end by itself before its connection is cut. */
  streamEndMs: 1_000,
  streamBufferBytes: 65_536,
  /** When a reader whose stream ended is told to come back. */
  reconnectMs: 2_000,
} as const;
