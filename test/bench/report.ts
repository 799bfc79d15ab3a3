import { cpus } from 'node:os';
import type { ConfigurationFigures } from './configuration-figures.js';
import type { EventStoreDbFigures } from './event-store-db.js';
import type { FullPathFigures } from './full-path.js';
import type { LoadResult } from './http-load.js';
import type { LongLogFigures } from './long-log.js';
import type { ProofFigures } from './proof-figures.js';
import { type PageFigures, type PageKind, pageKinds } from './page-figures.js';
import type { ReplayBesideLoad } from './replay-beside-load.js';
import type { ReplayFigures } from './replay-figures.js';
import { settings } from './settings.js';
import { median, percentile, ratio, summary } from './statistics.js';

/** Microseconds for each length of dispute, one median a sample. */
export type AppendCosts = ReadonlyMap<number, readonly number[]>;

export interface Figures {
  readonly path: FullPathFigures;
  readonly costs: AppendCosts;
  readonly configurations: readonly ConfigurationFigures[];
  readonly log: LongLogFigures;
  readonly eventStoreDb: EventStoreDbFigures;
  readonly replays: readonly ReplayFigures[];
  readonly besideLoad: ReplayBesideLoad;
  readonly pages: readonly PageFigures[];
  readonly proofs: ProofFigures;
}

export const reportOf = ({
  path,
  costs,
  configurations,
  log,
  eventStoreDb,
  replays,
  besideLoad,
  pages,
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
    besideLoadTable(besideLoad),
    pageTable(pages),
    proofTable(path, proofs),
  ].join('\n');

const introduction = (): string => `# Benchmarks

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: Node ${process.version}, ${cpus().length} cores of ${cpus()[0]?.model ?? 'an unknown processor'}.
Every figure is the median of ${settings.samples} samples, with its range. Sides that are compared are measured
alternately in one run and compared pair by pair, because the machine is shared. The load comes from
a process of its own: ${settings.connections} connections, the documents' own requests, updates on ${settings.disputes} disputes,
${settings.sampleSeconds} s per sample after ${settings.warmUpSeconds} s of warm-up.
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
| (b) bare Fastify route: signature check with jose, the same validation, an equal append, nothing else | ${summary(rates(bareRoute))} | ${summary(p99(bareRoute))} |
| (b+) the same, remembering verified tokens as the ledger does | ${summary(rates(bareRouteRemembering))} | ${summary(p99(bareRouteRemembering))} |
| (a) bare store: the same events from ${settings.connections} callers in the process, no HTTP | ${summary(bareStore)} | |
| EnfinitOS open, full HTTP path, answered with the whole dispute | ${summary(rates(open))} | ${summary(p99(open))} |

- Full path compared with (b): **${ratio(rates(update), rates(bareRoute)).toFixed(2)}** (goal: at least 0.70), with (b+): **${ratio(rates(update), rates(bareRouteRemembering)).toFixed(2)}**, with (a): ${ratio(rates(update), bareStore).toFixed(2)}.
`;

const appendCosts = (costs: AppendCosts): string => {
  const of = (length: number): readonly number[] => costs.get(length) ?? [];
  const [shortest, , longest] = settings.longStreams;
  return `## Commands on one dispute, one after another

| Length of the dispute | Microseconds per command |
|---|---|
${settings.longStreams.map((length) => `| ${length} events | ${summary(of(length))} |`).join('\n')}

- ${longest} events compared with ${shortest}: **${ratio(of(longest), of(shortest)).toFixed(2)}** (goal: at most 1.10).
`;
};

const configurationCosts = (sides: readonly ConfigurationFigures[]): string => {
  const [few, many] = [sides.at(0), sides.at(-1)];
  const times = (of: 'byCodes' | 'listPerRow'): string => ratio(many?.[of] ?? [], few?.[of] ?? []).toFixed(2);
  return `## The reasons of a tenant

| Reasons | Get by codes, microseconds | List, microseconds per row | Creations per second, one caller |
|---|---|---|---|
${sides.map(({ reasons, byCodes, listPerRow, createRate }) => `| ${reasons} | ${summary(byCodes)} | ${summary(listPerRow)} | ${createRate.toFixed(0)} |`).join('\n')}

- ${many?.reasons ?? 0} reasons compared with ${few?.reasons ?? 0}: get by codes **${times('byCodes')}**, list per row **${times('listPerRow')}** (goal: at most 2).
`;
};

const longLog = ({
  readRates,
  starts,
  visible,
  listed,
}: LongLogFigures): string => `## A log of ${settings.logEvents} events

| What | Figure |
|---|---|
| reading and parsing all of it, events per second | ${summary(readRates)} |
| from start to ready, ms (goal: 2,000) | ${summary(starts)} |
| from acknowledged to visible in the timeline, under the load above, ms (goal: median 100) | median ${median(visible).toFixed(0)}, longest ${Math.max(...visible).toFixed(0)} |
| a vendor's list, asked for right after a write, beside ${settings.steadyCommandsPerSecond} commands per second, ms (goal: median 100, p99 500) | median ${median(listed).toFixed(0)}, p99 ${percentile(listed, 99).toFixed(0)} |
`;

const overTheWire = ({ appendRates, readRates }: EventStoreDbFigures): string => `## EventStoreDB

Against the test server, which keeps everything in the memory of a process of its own on the same
machine: the figures measure the client, the wire and that server. A real one adds its disk and its
replicas. Appends are unary calls (decision 0009).

| What | Per second |
|---|---|
| appends, ${settings.connections} callers at once | ${summary(appendRates)} |
| events read, the whole log of ${settings.remoteLogEvents}, with a link event between every two | ${summary(readRates)} |
`;

const MEGABYTE = 1_000_000;

const replayTable = (replays: readonly ReplayFigures[]): string => `## Rebuilding the projections, and replay

One run each, in a process of its own. A replay reads, projects, and compares every row with the
live one.

| Events | Scan that only decodes, events/s | Projection catch-up, events/s | Replay, events/s | Replay, peak memory, MB |
|---|---|---|---|---|
${replays
  .map(
    ({ events, scan, project, replay }) =>
      `| ${events} | ${scan.eventsPerSecond.toFixed(0)} | ${project.eventsPerSecond.toFixed(0)} | ${replay.eventsPerSecond.toFixed(0)} | ${(replay.peakRssBytes / MEGABYTE).toFixed(0)} |`,
  )
  .join('\n')}

- Memory of a replay, largest log compared with the next: **${((replays.at(-1)?.replay.peakRssBytes ?? NaN) / (replays.at(-2)?.replay.peakRssBytes ?? NaN)).toFixed(2)}** (goal: at most 1.30).
`;

const besideLoadTable = ({
  without,
  during,
  writePausesMs,
}: ReplayBesideLoad): string => `## Replay beside ${settings.steadyCommandsPerSecond} commands per second

Updates over HTTP at a steady rate, on the smallest log of the table above, alternately with no
replay and with one replay after another, each of which swaps. The pause is how long the projections
could not write; commands and readers do not wait for it.

| What | Figure |
|---|---|
| commands per second, without and with a replay | ${summary(rates(without))}, ${summary(rates(during))} |
| commands failed, without and with | ${failures(without)}, ${failures(during)} |
| p99 without a replay, ms | ${summary(p99(without))} |
| p99 with a replay, ms | ${summary(p99(during))} |
| pause of a swap, ms (goal: 100), of ${writePausesMs.length} | ${summary(writePausesMs, 1)} |
`;

const failures = (results: readonly LoadResult[]): number =>
  results.reduce((sum, result) => sum + result.failures, 0);

const PAGES: Readonly<Record<PageKind, string>> = {
  timeline: 'timeline, the second page of the longest dispute',
  list: 'list of disputes',
  listByStatus: "list of a tenant's open disputes",
  listAtPosition: 'list as of a position in the middle',
  listAtInstant: 'list as of an instant in the middle',
};

const pageTable = (sides: readonly PageFigures[]): string => {
  const [small, large] = [sides.at(0), sides.at(-1)];
  const times = (kind: PageKind): string =>
    ratio(large?.pages[kind] ?? [], small?.pages[kind] ?? []).toFixed(2);
  return `## One page

A page of 50 over HTTP, one caller, microseconds. Lists include their counts per status. Each log
has one dispute of ${settings.longestDispute} events (or half of the log), and is filled up with short ones.

| Page | ${sides.map(({ events }) => `${events} events`).join(' | ')} | largest compared with smallest (goal: at most 2) |
|---|${sides.map(() => '---|').join('')}---|
${pageKinds.map((kind) => `| ${PAGES[kind]} | ${sides.map(({ pages }) => summary(pages[kind])).join(' | ')} | **${times(kind)}** |`).join('\n')}
`;
};

const PERCENT = 100;

const proofTable = (
  { update, unproven }: FullPathFigures,
  { logs, bundles }: ProofFigures,
): string => `## Proofs

The updates of the first table, alternately with the same ledger put together without hashes, tree
and checkpoints. Verifications are whole processes on one thread, from their start to their verdict.

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
