/** Every limit of the read store, in one place. */
export const limits = {
  /** How long events gather while following live, so that a busy log costs few transactions. */
  gatherMs: 60,
  /**
   * How often a reader that waits for a position checks it: after a quarter of the time that it has waited,
   * within these bounds; and for how long it waits.
   */
  minPositionPollMs: 5,
  maxPositionPollMs: 50,
  positionWaitMs: 2_000,
  /** PostgreSQL: how long to try to connect, and how many connections a process has for its queries. */
  connectMs: 2_000,
  maxReadingConnections: 10,
  idleConnectionMs: 30_000,
  keepAliveMs: 2_000,
  /** The longest that a query may take, and that a statement of the projections or of a replay may. */
  statementMs: 5_000,
  writingStatementMs: 60_000,
  /** How often a standby tries to take the lock: it follows a writer that ended within this time. */
  lockPollMs: 250,
  /** How often an idle writer sends a heartbeat. PostgreSQL ends a session that is silent for `silenceMs`. */
  heartbeatMs: 1_000,
  silenceMs: 3_000,
  /** How long the projections wait after a failure, or a lost turn, before they try again. */
  retryMs: 500,
  /** How often readers look whether rows of another log have been built again. */
  relookMs: 250,
  /** SQLite: prepared statements that a connection keeps. */
  maxPreparedStatements: 200,
  /** Streams held back that are listed; all are held. */
  maxHeldStreams: 1_000,
  /** Replay: events per transaction, and the shortest pause after one while others wait to write. */
  replayBatchEvents: 500,
  replayRestMs: 5,
  /** The longest that a replay pauses for projections that are behind to write a batch. */
  maxReplayRestMs: 250,
  /** Rows compared, or deleted, per statement. */
  comparedRows: 500,
  emptiedRows: 2_000,
  /** Rows that differ, and fields of each, that a result lists; it counts all. */
  shownDifferences: 100,
  shownFields: 100,
  /** The most events that are applied again to find those that set the fields of rows that differ. */
  tracedEvents: 50_000,
  /** SQLite: how long a replay that begins waits for somebody who only looks whether one is running. */
  replayLockMs: 100,
  /** Attempts of a replay to find rebuilt and live rows at one position, and the pause after each. */
  maxAlignments: 200,
  alignmentMs: 25,
} as const;
