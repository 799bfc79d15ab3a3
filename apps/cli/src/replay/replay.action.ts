import { writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { checkedStore, openEventStore, openReadStore, readModels, rowSubjects } from '#libs/deployment';
import { dataFiles, readEnvironment, SystemClock } from '#libs/environment';
import { pastUntil } from '#libs/kernel';
import {
  CurrentRows,
  keepingSeal,
  type PastRebuild,
  rebuildPast,
  Replay,
  type ReplayResult,
} from '#libs/read-store';
import { CommandFailure, EXIT, type OutputOptions, print, UsageError } from '../output.js';
import { trailLimits } from '#libs/trail';
import { reportPage } from './replay-page.js';
import { type ProgressForm, ReplayProgressReporter } from './replay-progress.js';
import { pastText, replayText } from './replay-text.js';
import { ReplayTrail, type Trailed } from './replay-trail.js';

export interface ReplayCommandOptions extends OutputOptions {
  readonly asOf?: string;
  readonly by?: string;
  readonly reason?: string;
  readonly swap?: boolean;
  readonly batch?: string;
  readonly report?: string;
  readonly progress?: ProgressForm;
}

const MAX_BATCH_EVENTS = 10_000;

/**
 * Rebuilds the read models from the log beside the live ones and compares the two, or rebuilds those of a
 * past moment into a file.
 */
export const runReplay = async (options: ReplayCommandOptions): Promise<void> => {
  const { batchEvents, report, asOf } = checked(options);
  const progress = new ReplayProgressReporter(formOf(options), (text) => process.stderr.write(text));
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => {
      interrupted.abort(new CommandFailure('Interrupted. Nothing was changed, and nothing is left behind.'));
    });
  const run = { batchEvents, signal: interrupted.signal, onProgress: progress.tell, trail: options };
  const replaying = asOf === undefined ? replayAll(run, options.swap === true) : replayPast(run, asOf);
  const result = await replaying.finally(() => {
    progress.end();
  });
  const text = 'outcome' in result ? replayText(result) : pastText(result);
  await report?.write(text, result);
  print(result, text, options);
  if ('outcome' in result && result.outcome === 'different') process.exitCode = EXIT.failed;
};

/** Parses the options. @throws UsageError when one is invalid, or two exclude each other. */
const checked = ({ asOf, batch, by, reason, report, swap }: ReplayCommandOptions) => {
  if (asOf !== undefined && swap === true)
    throw new UsageError('--swap and --as-of exclude each other: a past state never replaces the live one.');
  for (const [option, text] of Object.entries({ by, reason }))
    if (text !== undefined && (text.trim() === '' || text.length > trailLimits.maxReasonLength))
      throw new UsageError(`--${option} must have 1 to ${trailLimits.maxReasonLength} characters.`);
  return {
    asOf: asOf === undefined ? undefined : instantOf(asOf),
    batchEvents: batch === undefined ? undefined : batchOf(batch),
    report: report === undefined ? undefined : reportTo(report),
  };
};

const formOf = ({ progress }: ReplayCommandOptions): ProgressForm =>
  progress ?? (process.stderr.isTTY ? 'bar' : 'none');

type Run = Pick<Parameters<Replay['run']>[0], 'signal' | 'onProgress'> & {
  readonly batchEvents: number | undefined;
  readonly trail: Pick<ReplayCommandOptions, 'by' | 'reason'>;
};

const replayAll = async (run: Run, isSwapWanted: boolean): Promise<ReplayResult & Trailed> => {
  const environment = readEnvironment();
  const store = checkedStore(await openEventStore(environment));
  const replayRows = async (): Promise<ReplayResult & Trailed> => {
    const readStore = await openReadStore(environment);
    try {
      const replay = await Replay.begin(store, readStore);
      const trail = await ReplayTrail.begin({ environment, store }, { ...run.trail, swap: isSwapWanted });
      const { onEnding } = trail;
      // Rows that somebody projects then have the start of this replay. What is wrong with others, it says itself.
      await new CurrentRows(store, readStore).showLog().catch(() => false);
      const result = await replay.run({ ...run, isSwapWanted, onEnding, subjects: rowSubjects });
      return { ...result, recordedAs: trail.recordedAs };
    } finally {
      await readStore.close();
    }
  };
  try {
    return await (environment.storeUrls === undefined
      ? keepingSeal(dataFiles(environment.dataDirectory).readModels, replayRows)
      : replayRows());
  } finally {
    await store.close();
  }
};

const replayPast = async (run: Run, asOf: string): Promise<PastRebuild & Trailed> => {
  const environment = readEnvironment();
  const store = checkedStore(await openEventStore(environment));
  try {
    const file = join(environment.dataDirectory, 'as-of', `${asOf.replaceAll(':', '-')}.sqlite`);
    const trail = await ReplayTrail.begin({ environment, store }, { ...run.trail, swap: false, asOf });
    const signal = AbortSignal.any([run.signal, AbortSignal.timeout(trailLimits.maxPastReplayMs)]);
    const rebuilding = rebuildPast(store, { ...run, signal, models: readModels, asOf, file });
    const ending = await rebuilding.then(
      (rebuilt) => ({ rebuilt }),
      (error: unknown) => ({ error, isInterrupted: signal.aborted }),
    );
    await trail.onEnding(ending);
    if ('error' in ending) throw ending.error;
    return { ...ending.rebuilt, recordedAs: trail.recordedAs };
  } finally {
    await store.close();
  }
};

const batchOf = (text: string): number => {
  const size = Number(text);
  if (/^\d+$/.test(text) && size >= 1 && size <= MAX_BATCH_EVENTS) return size;
  throw new UsageError(`--batch must be a number from 1 to ${MAX_BATCH_EVENTS}.`);
};

const reportTo = (file: string) => {
  const extension = extname(file).toLowerCase();
  if (extension !== '.json' && extension !== '.html')
    throw new UsageError('--report must name a .json or .html file.');
  return {
    write: (text: string, result: object): Promise<void> =>
      writeFile(
        file,
        extension === '.html' ? reportPage(text, result) : `${JSON.stringify(result, null, 2)}\n`,
      ),
  };
};

/** Returns the instant in UTC. A day means its end in the ledger's time zone, today means now. */
const instantOf = (text: string): string => {
  const asked = pastUntil(text, { zone: readEnvironment().timeZone, now: new SystemClock().now() });
  if (!asked.isPast) throw new UsageError(`--as-of ${asked.problem}.`);
  return asked.instant;
};
