/** Every limit of the read store, in one place. */
export const limits = {
  /** While following live, events are gathered this long, so that a busy log costs few transactions. */
  gatherMs: 60,
  /** How often a reader that waits for a position looks again, and for how long it waits. */
  positionPollMs: 5,
  positionWaitMs: 2_000,
  /** PostgreSQL: how long to try for a connection, and how many a process has for its queries. */
  connectMs: 2_000,
  maxReadingConnections: 10,
  idleConnectionMs: 30_000,
  keepAliveMs: 2_000,
  /** A query that takes longer is given up; what a batch or a table's making may take. */
  statementMs: 5_000,
  writingStatementMs: 60_000,
  /** How often a standby asks for the lock, so a writer that ends is followed within this time. */
  lockPollMs: 250,
  /** The writer says that it lives; one that said nothing for the longer time is cut off, and followed. */
  heartbeatMs: 1_000,
  silenceMs: 3_000,
  /** After an outage the writer tries again, waiting this long. */
  retryMs: 500,
  /** Prepared statements that a connection keeps. */
  maxPreparedStatements: 200,
  /** Replay: events in one transaction, and the pause after it where others wait for their turn to write. */
  replayBatchEvents: 500,
  replayRestMs: 5,
  /** How long a replay waits, at most, for projections that are behind to write a batch between two of its own. */
  maxReplayRestMs: 250,
  /** Rows that are compared, or removed, in one statement. */
  comparedRows: 500,
  emptiedRows: 2_000,
  /** Differences that a replay shows; all are counted. Of a longer value it shows the part around the difference. */
  shownDifferences: 100,
  shownValueLength: 400,
  /** How often rebuilt and live rows are looked at until they stand at one position, and how long to wait in between. */
  maxAlignments: 200,
  alignmentMs: 25,
} as const;
