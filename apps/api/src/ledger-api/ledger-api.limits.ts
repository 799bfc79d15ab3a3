/** Every limit of the ledger's own API, in one place. */
export const limits = {
  maxTextLength: 200,
  maxStatuses: 6,
  maxTypes: 10,
  /** Rows that a file fetches at a time. */
  exportPageSize: 100,
  /** Whole disputes, or events with their data, that a file fetches at a time: each may be a whole document. */
  exportDocumentsPageSize: 20,
  /** Events of the feed that a file fetches at a time: as many as the log reads at once. */
  exportFeedPageSize: 500,
  /** How long a file's rows are written before other requests are served. */
  maxPieceMs: 5,
  /** An instant so long ago is settled: no command admitted before it can still be on its way to the log. */
  settledAfterMs: 60_000,
  /** How long a settled answer may be cached: a newer version may present the same facts otherwise. */
  settledMaxAgeSeconds: 86_400,
  /** Replays whose result is kept. */
  rememberedReplays: 100,
  /** How often a silent stream sends a heartbeat, so that proxies keep it and dead readers are found. */
  heartbeatMs: 15_000,
  /** How long a reader waits before it reconnects after its stream ended. */
  reconnectMs: 2_000,
} as const;
