/** The parameters of the benchmark, in one place, as the report states them too. */
export const settings = {
  samples: 5,
  warmUpSeconds: 2,
  sampleSeconds: 4,
  connections: 32,
  /** The number of disputes that commands take turns on, so that most change an existing one. */
  disputes: 2_000,
  longStreams: [10, 1_000, 10_000],
  /** Appends measured on each of the long streams, in each sample. */
  appendsPerSample: 200,
  /** The numbers of reasons of the tenants, and the reads per side in each sample. */
  reasonCounts: [100, 10_000],
  readsPerSample: 200,
  listsPerSample: 5,
  logEvents: 100_000,
  /** The events in the log that is read over the wire. */
  remoteLogEvents: 10_000,
  /** The events in the dispute whose evidence is verified. */
  bundledEvents: 1_000,
  visibilityProbes: 100,
  /** Sizes of log for projection catch-up, replay and pages; `BENCH_REPLAY_EVENTS=1000,10000` for a short run. */
  replayEvents: (process.env['BENCH_REPLAY_EVENTS'] ?? '10000,100000,1000000').split(',').map(Number),
  /** The events in the longest dispute of such a log, at most half of the log. */
  longestDispute: 10_000,
  /** The load beside a replay. */
  steadyCommandsPerSecond: 200,
} as const;
