import { readFile, rm } from 'node:fs/promises';
import { dataFiles } from '#libs/environment';
import { sealOf } from '#libs/read-store';
import { randomFrom } from '../../support/random.js';
import { type FileFault, fileFaults, faultyDirectory } from './file-faults.js';
import { flip, flipsIn, treesOf } from './flips.js';
import type { Tally, Verdict } from './judge.js';
import { copyDirectory, type KnownDirectories, truthOfLog } from './known-directory.js';
import { judged, type Truth } from './questioning.js';
import { isRefused, type Start } from './subjects.js';

/** Starts a ledger over the directory, judges what it says, and stops it. */
export const judgedOver = async (
  directory: string,
  { known, truth, start }: { readonly known: KnownDirectories; readonly truth: Truth; readonly start: Start },
): Promise<Verdict> => {
  const started = await start(directory);
  if (isRefused(started)) return started;
  try {
    return await judged(started.url, known, truth);
  } finally {
    await started.stop();
    await rm(directory, { recursive: true, force: true });
  }
};

/** Tries faults of files on ledgers that are started afterwards. */
export const tryFileFaults = async (
  known: KnownDirectories,
  tally: Tally,
  { start, faults = fileFaults }: { readonly start: Start; readonly faults?: readonly FileFault[] },
): Promise<void> => {
  for (const fault of faults) {
    const directory = await faultyDirectory(fault, known);
    const truth = fault.isOfLog ? await truthOfLog(directory, known, known.place()) : known.truth;
    tally.add(fault.kind, await judgedOver(directory, { known, truth, start }), fault.what);
  }
};

export interface FlipPlan {
  readonly seed: number;
  readonly flips: number;
  readonly start: Start;
  /** Whether the rows were left by a process that was killed, so that there is no seal. */
  readonly isUnsealed?: boolean;
}

/** Turns bits round in one file, spread over all of its tables and indexes, each on a copy of its own. */
export const tryFlips = async (
  { known, tally }: { readonly known: KnownDirectories; readonly tally: Tally },
  file: 'events' | 'readModels',
  { seed, flips, start, isUnsealed = false }: FlipPlan,
): Promise<void> => {
  const looked = known.place();
  await copyDirectory(known.whole, looked);
  const content = await readFile(dataFiles(looked)[file]);
  const trees = await treesOf(dataFiles(looked)[file]);
  const name = file === 'events' ? 'events.sqlite' : 'read-models.sqlite';
  for (const place of flipsIn({ content, trees }, flips, randomFrom(seed))) {
    const directory = known.place();
    await copyDirectory(known.whole, directory);
    if (isUnsealed) await rm(sealOf(dataFiles(directory).readModels));
    await flip(dataFiles(directory)[file], place);
    const verdict = await judgedOver(directory, { known, truth: known.truth, start });
    const { tree, offset, bit } = place;
    const kind = `flipped bit in ${name}${isUnsealed ? ' after a crash' : ''}`;
    tally.add(kind, verdict, `${tree}, byte ${offset}, bit ${bit}, seed ${seed}`);
  }
};
