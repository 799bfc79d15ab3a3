import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { documentedHeader, newInstitution } from '../support/institution.js';
import { registerInstitution } from './bare-route.js';
import type { LoadResult } from './http-load.js';
import { runJson, type ServerProcess, startBareRouteProcess, startLedgerProcess } from './processes.js';
import { settings } from './settings.js';
import { median, ratio, summary } from './statistics.js';
import { appendCost, bareStoreRate, fillLog, readRate } from './store-figures.js';

const REPORT = 'docs/benchmarks.md';

const progress = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

const measure = async (work: string): Promise<string> => {
  const institution = newInstitution('Bench', 'bench');
  const authorization = await documentedHeader(institution);
  const directory = async (name: string): Promise<string> => mkdtemp(join(work, `${name}-`));
  const load = (url: string, seconds: number) =>
    runJson<LoadResult>('http-load.js', [url, authorization, String(seconds)]);

  progress('full path, bare route and bare store, by turns');
  const full: LoadResult[] = [];
  const bare: LoadResult[] = [];
  const store: number[] = [];
  const sides: [(data: string) => Promise<ServerProcess>, LoadResult[]][] = [
    [startLedgerProcess, full],
    [startBareRouteProcess, bare],
  ];
  for (let sample = 0; sample < settings.samples; sample += 1) {
    for (const [start, results] of sides) {
      const data = await directory('http');
      await registerInstitution(data, institution);
      const server = await start(data);
      await load(server.url, settings.warmUpSeconds);
      results.push(await load(server.url, settings.sampleSeconds));
      await server.stop();
    }
    store.push(await bareStoreRate(join(await directory('store'), 'events.sqlite'), settings.sampleSeconds));
    progress(`  ${sample + 1}/${settings.samples}`);
  }
  const failures = [...full, ...bare].reduce((sum, result) => sum + result.failures, 0);
  if (failures > 0) throw new Error(`${failures} commands failed: the figures mean nothing.`);

  progress('append cost by length of the dispute');
  const costs = await appendCost(join(await directory('cost'), 'events.sqlite'));

  progress(`start and read on a log of ${settings.logEvents} events`);
  const long = await directory('long');
  const apiKey = await registerInstitution(long, institution);
  const log = join(long, 'events.sqlite');
  await fillLog(log, settings.logEvents);
  const readRates: number[] = [];
  for (let sample = 0; sample < settings.samples; sample += 1) readRates.push(await readRate(log));
  const starts: number[] = [];
  for (let sample = 0; sample < settings.samples; sample += 1) {
    const begin = performance.now();
    const server = await startLedgerProcess(long);
    if (!(await fetch(`${server.url}/health/ready`)).ok) throw new Error('The ledger was not ready.');
    starts.push(performance.now() - begin);
    await server.stop();
  }

  progress('time to visibility, under load');
  const server = await startLedgerProcess(long);
  while ((await lagOf(server.url)) > 0) await new Promise((resolve) => setTimeout(resolve, 100));
  const [visible] = await Promise.all([
    runJson<readonly number[]>('visibility.js', [server.url, authorization, apiKey]),
    load(server.url, settings.sampleSeconds),
  ]);
  await server.stop();

  const rates = (results: readonly LoadResult[]) => results.map(({ commandsPerSecond }) => commandsPerSecond);
  const p99 = (results: readonly LoadResult[]) => results.map(({ p99Ms }) => p99Ms);
  const [shortest = [], , longest = []] = settings.longStreams.map((length) => costs.get(length) ?? []);
  return `# Benchmarks

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: Node ${process.version}, SQLite through ${process.versions['sqlite'] === undefined ? '@photostructure/sqlite' : 'node:sqlite'},
${cpus().length} cores of ${cpus()[0]?.model ?? 'an unknown processor'}. Every figure is the median of ${settings.samples} samples with its range; sides are measured by turns in one
run and compared pair by pair, because the machine is shared. The load comes from a process of its own: ${settings.connections} connections,
the document's own update on ${settings.disputes} disputes, ${settings.sampleSeconds} s a sample after ${settings.warmUpSeconds} s of warm-up.

| What | Commands per second | p99, ms |
|---|---|---|
| the ledger, full HTTP path, read models in the same process | ${summary(rates(full))} | ${summary(p99(full))} |
| (b) bare Fastify route: same signature check, same validation, equal append, nothing else | ${summary(rates(bare))} | ${summary(p99(bare))} |
| (a) bare store: the same events, ${settings.connections} callers in the process, no HTTP | ${summary(store)} | |

- Full path to (b): **${ratio(rates(full), rates(bare)).toFixed(2)}** (goal: at least 0.70). Full path to (a): ${ratio(rates(full), store).toFixed(2)}.

| One command after the other on a dispute with | Microseconds |
|---|---|
${settings.longStreams.map((length) => `| ${length} events | ${summary(costs.get(length) ?? [])} |`).join('\n')}

- ${settings.longStreams.at(-1)} events to ${settings.longStreams[0]}: **${ratio(longest, shortest).toFixed(2)}** (goal: at most 1.10).

| What | Figure |
|---|---|
| reading the whole log of ${settings.logEvents} events, parsed, events per second | ${summary(readRates)} |
| start until ready on that log, ms (goal: 2,000) | ${summary(starts)} |
| acknowledged until visible in the timeline, under that load, ms (goal: median 100) | median ${median(visible).toFixed(0)}, longest ${Math.max(...visible).toFixed(0)} |
`;
};

const lagOf = async (url: string): Promise<number> => {
  const { readModelLag } = (await (await fetch(`${url}/health/ready`)).json()) as { readModelLag: number };
  return readModelLag;
};

const work = await mkdtemp(join(tmpdir(), 'ledger-bench-'));
try {
  const report = await measure(work);
  await writeFile(REPORT, report);
  process.stdout.write(report);
} finally {
  await rm(work, { recursive: true, force: true });
}
