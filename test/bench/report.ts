import { cpus } from 'node:os';
import type { ConfigurationFigures } from './configuration-figures.js';
import type { EventStoreDbFigures } from './event-store-db.js';
import type { FullPathFigures } from './full-path.js';
import type { LoadResult } from './http-load.js';
import type { LongLogFigures } from './long-log.js';
import type { ProofFigures } from './proof-figures.js';
import type { ReplayFigures } from './replay-figures.js';
import { settings } from './settings.js';
import { median, ratio, summary } from './statistics.js';

/** Microseconds for each length of dispute, one median a sample. */
export type AppendCosts = ReadonlyMap<number, readonly number[]>;

export interface Figures {
  readonly path: FullPathFigures;
  readonly costs: AppendCosts;
  readonly configurations: readonly ConfigurationFigures[];
  readonly log: LongLogFigures;
  readonly eventStoreDb: EventStoreDbFigures;
  readonly replays: readonly ReplayFigures[];
  readonly proofs: ProofFigures;
}

export const reportOf = ({
  path,
  costs,
  configurations,
  log,
  eventStoreDb,
  replays,
  proofs,
}: Figures): string =>
  [
    introduction(),
    throughput(path),
    appendCosts(costs),
    configurationCosts(configurations),
    longLog(log),
    overTheWire(eventStoreDb),
    replayTable(replays),
    proofTable(path, proofs),
  ].join('\n');

const introduction = (): string => `# Benchmarks

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: Node ${process.version}, ${cpus().length} cores of ${cpus()[0]?.model ?? 'an unknown processor'}.
Every figure is the median of ${settings.samples} samples with its range; sides are measured by turns in one run and compared pair by
pair, because the machine is shared. The load comes from a process of its own: ${settings.connections} connections, the documents' own
requests, updates on ${settings.disputes} disputes, ${settings.sampleSeconds} s a sample after ${settings.warmUpSeconds} s of warm-up.
`;

const throughput = ({
  update,
  open,
  bareRoute,
  bareRouteRemembering,
  bareStore,
}: FullPathFigures): string => `## Commands

| What | Commands per second | p99, ms |
|---|---|---|
| SMART ODR update, full HTTP path, read models in the same process | ${summary(rates(update))} | ${summary(p99(update))} |
| (b) bare Fastify route: signature check with jose, same validation, equal append, nothing else | ${summary(rates(bareRoute))} | ${summary(p99(bareRoute))} |
| (b+) the same with the ledger's own memory of verified tokens | ${summary(rates(bareRouteRemembering))} | ${summary(p99(bareRouteRemembering))} |
| (a) bare store: the same events, ${settings.connections} callers in the process, no HTTP | ${summary(bareStore)} | |
| EnfinitOS open, full HTTP path, answered with the whole dispute | ${summary(rates(open))} | ${summary(p99(open))} |

- Full path to (b): **${ratio(rates(update), rates(bareRoute)).toFixed(2)}** (goal: at least 0.70), to (b+): **${ratio(rates(update), rates(bareRouteRemembering)).toFixed(2)}**, to (a): ${ratio(rates(update), bareStore).toFixed(2)}.
`;

const appendCosts = (costs: AppendCosts): string => {
  const of = (length: number): readonly number[] => costs.get(length) ?? [];
  const [shortest, , longest] = settings.longStreams;
  return `## One command after the other

| On a dispute with | Microseconds |
|---|---|
${settings.longStreams.map((length) => `| ${length} events | ${summary(of(length))} |`).join('\n')}

- ${longest} events to ${shortest}: **${ratio(of(longest), of(shortest)).toFixed(2)}** (goal: at most 1.10).
`;
};

const configurationCosts = (sides: readonly ConfigurationFigures[]): string => {
  const [few, many] = [sides.at(0), sides.at(-1)];
  const times = (of: 'byCodes' | 'listPerRow'): string => ratio(many?.[of] ?? [], few?.[of] ?? []).toFixed(2);
  return `## The reasons of a tenant

| Reasons | Get by codes, microseconds | List, microseconds per row | Creations per second, one caller |
|---|---|---|---|
${sides.map(({ reasons, byCodes, listPerRow, createRate }) => `| ${reasons} | ${summary(byCodes)} | ${summary(listPerRow)} | ${createRate.toFixed(0)} |`).join('\n')}

- ${many?.reasons ?? 0} reasons to ${few?.reasons ?? 0}: by codes **${times('byCodes')}**, list per row **${times('listPerRow')}** (goal: at most 2).
`;
};

const longLog = ({
  readRates,
  starts,
  visible,
}: LongLogFigures): string => `## A log of ${settings.logEvents} events

| What | Figure |
|---|---|
| reading all of it, parsed, events per second | ${summary(readRates)} |
| start until ready, ms (goal: 2,000) | ${summary(starts)} |
| acknowledged until visible in the timeline, under the load above, ms (goal: median 100) | median ${median(visible).toFixed(0)}, longest ${Math.max(...visible).toFixed(0)} |
`;

const overTheWire = ({ appendRates, readRates }: EventStoreDbFigures): string => `## EventStoreDB

Against the test server, which keeps everything in the memory of a process of its own on the same machine: what is measured is the
client, the wire and that server. A real one adds its disk and its replicas. Appends are unary calls (decision 0009).

| What | Per second |
|---|---|
| appends, ${settings.connections} callers at once | ${summary(appendRates)} |
| events read, the whole log of ${settings.remoteLogEvents}, with a link between any two | ${summary(readRates)} |
`;

const MEGABYTE = 1_000_000;

const replayTable = (replays: readonly ReplayFigures[]): string => `## Projections from nothing, and replay

One run each, in a process of its own. A replay reads, projects, and compares every row with the live ones.

| Events | Bare scan that only decodes, events/s | Projection catch-up, events/s | Replay, events/s | Replay, peak memory, MB |
|---|---|---|---|---|
${replays
  .map(
    ({ events, scan, project, replay }) =>
      `| ${events} | ${scan.eventsPerSecond.toFixed(0)} | ${project.eventsPerSecond.toFixed(0)} | ${replay.eventsPerSecond.toFixed(0)} | ${(replay.peakRssBytes / MEGABYTE).toFixed(0)} |`,
  )
  .join('\n')}

- Memory of a replay, largest log to smallest: **${((replays.at(-1)?.replay.peakRssBytes ?? NaN) / (replays[0]?.replay.peakRssBytes ?? NaN)).toFixed(2)}** (goal: at most 1.30).
`;

const PERCENT = 100;

const proofTable = (
  { update, unproven }: FullPathFigures,
  { logs, bundles }: ProofFigures,
): string => `## Proofs

The updates of the first table by turns with the same ledger put together without hashes, tree and checkpoints. Verifications are whole
processes, from their start to their verdict, of one thread.

| What | Figure |
|---|---|
| SMART ODR update with proofs, commands per second | ${summary(rates(update))} |
| the same without | ${summary(rates(unproven))} |
| \`ledger verify\` of ${settings.logEvents} events, s (goal: 20) | ${summary(logs, 1)} |
| \`node verify.mjs\` of a dispute with ${settings.bundledEvents} events, s (goal: 1) | ${summary(bundles, 2)} |

- Proofs cost **${(PERCENT * (1 - ratio(rates(update), rates(unproven)))).toFixed(0)} %** of the command rate (goal: at most 15 %).
`;

const rates = (results: readonly LoadResult[]): readonly number[] =>
  results.map(({ commandsPerSecond }) => commandsPerSecond);

const p99 = (results: readonly LoadResult[]): readonly number[] => results.map(({ p99Ms }) => p99Ms);
