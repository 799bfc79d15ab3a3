import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureConfigurations } from './configuration-figures.js';
import { measureEventStoreDb } from './event-store-db.js';
import { measureFullPath } from './full-path.js';
import { measureLongLog } from './long-log.js';
import { measureProofs } from './proof-figures.js';
import { measurePages } from './page-figures.js';
import { measureReplayBesideLoad } from './replay-beside-load.js';
import { measureReplays } from './replay-figures.js';
import { reportOf } from './report.js';
import { appendCost } from './store-figures.js';
import { openWorkplace, progress } from './workplace.js';

const REPORT = 'docs/benchmarks.md';

const root = await mkdtemp(join(tmpdir(), 'ledger-bench-'));
try {
  const workplace = await openWorkplace(root);
  progress('commands, by turns');
  const path = await measureFullPath(workplace);
  progress('append cost by length of the dispute');
  const costs = await appendCost(join(await workplace.directory('cost'), 'events.sqlite'));
  progress('configurations of tenants');
  const configurations = await measureConfigurations(workplace);
  progress('a long log');
  const log = await measureLongLog(workplace);
  progress('the store over the wire');
  const eventStoreDb = await measureEventStoreDb();
  progress('projection catch-up and replay');
  const replays = await measureReplays(workplace);
  progress('pages');
  const pages = await measurePages(replays);
  progress('replays beside a load');
  const [smallest] = replays;
  if (smallest === undefined) throw new Error('BENCH_REPLAY_EVENTS names no size.');
  const besideLoad = await measureReplayBesideLoad(workplace, smallest.ledger);
  progress('verification');
  const proofs = await measureProofs(workplace);
  const report = reportOf({
    path,
    costs,
    configurations,
    log,
    eventStoreDb,
    replays,
    besideLoad,
    pages,
    proofs,
  });
  await writeFile(REPORT, report);
  process.stdout.write(report);
} finally {
  await rm(root, { recursive: true, force: true });
}
