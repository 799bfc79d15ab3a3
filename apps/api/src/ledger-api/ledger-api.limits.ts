/** Every limit of the ledger's own API, in one place. */
export const limits = {
  maxTextLength: 200,
  maxStatuses: 6,
  /** An instant so long ago is settled: no command that was admitted before it can still be on its way to the log. */
  settledAfterMs: 60_000,
  /** How long a settled answer may be kept. It is true for ever; the shape in which this version tells it is not. */
  settledMaxAgeSeconds: 86_400,
  /** Replays whose end is still told. */
  rememberedReplays: 100,
  /** A replay shares the thread with the requests: each batch keeps them waiting for a few milliseconds. */
  replayBatchEvents: 50,
} as const;
