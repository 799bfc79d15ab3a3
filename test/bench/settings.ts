/** One place for what the benchmark does, so that its results say it too. */
export const settings = {
  samples: 5,
  warmUpSeconds: 2,
  sampleSeconds: 4,
  connections: 32,
  /** Commands go round these, so that most of them change a dispute that exists. */
  disputes: 2_000,
  longStreams: [10, 1_000, 10_000],
  /** Appends measured on each of the long streams, in each sample. */
  appendsPerSample: 200,
  /** Reasons of a tenant, and how often each side is asked in a sample. */
  reasonCounts: [100, 10_000],
  readsPerSample: 200,
  listsPerSample: 5,
  logEvents: 100_000,
  /** In the log that is read over the wire. */
  remoteLogEvents: 10_000,
  /** In the dispute whose evidence is verified. */
  bundledEvents: 1_000,
  visibilityProbes: 100,
  /** Sizes of log for projection catch-up, replay and pages; `BENCH_REPLAY_EVENTS=1000,10000` for a short run. */
  replayEvents: (process.env['BENCH_REPLAY_EVENTS'] ?? '10000,100000,1000000').split(',').map(Number),
  /** In the longest dispute of such a log, or half of the log where that is less. */
  longestDispute: 10_000,
  /** The load beside a replay. */
  steadyCommandsPerSecond: 200,
} as const;
