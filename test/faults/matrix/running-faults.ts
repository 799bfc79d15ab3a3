import { cp, copyFile, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { dataFiles } from '#libs/environment';
import { updateWith } from '../../acceptance/seeds.js';
import { until } from '../../support/until.js';
import { send } from './interrogation.js';
import type { Tally } from './judge.js';
import { copyDirectory, type KnownDirectories, truthOfLog } from './known-directory.js';
import { judgedOver } from './matrix.js';
import { judged } from './questioning.js';
import { isRefused, type Start } from './subjects.js';

/** What is done to the directory of a ledger that runs. */
const LOSSES: readonly (readonly [
  kind: string,
  what: string,
  lose: (directory: string, known: KnownDirectories) => Promise<unknown>,
])[] = [
  ['deleted directory', '', (directory) => rm(directory, { recursive: true })],
  ['deleted directory', 'moved away', (directory) => rename(directory, `${directory}-away`)],
  ['deleted directory', 'the log alone', async (directory) => rm(dataFiles(directory).events)],
  [
    'replaced directory',
    'by an older one',
    async (directory, { half }) => {
      await rename(directory, `${directory}-away`);
      await copyDirectory(half, directory);
    },
  ],
  [
    'replaced directory',
    'by an empty one',
    async (directory) => {
      await rename(directory, `${directory}-away`);
      await mkdir(directory);
    },
  ],
  [
    'replaced directory',
    'the log, by that of another ledger',
    async (directory, { foreign }) => {
      await copyFile(dataFiles(foreign).events, `${directory}/other`);
      await rename(`${directory}/other`, dataFiles(directory).events);
    },
  ],
];

interface Tried {
  readonly known: KnownDirectories;
  readonly tally: Tally;
  readonly start: Start;
}

/**
 * Loses directories under running ledgers. They are judged from when they say that commands are refused, two
 * seconds later at most; what they acknowledge until then is in the files that they have open.
 */
export const tryLosses = async ({ known, tally, start }: Tried): Promise<void> => {
  for (const [kind, what, lose] of LOSSES) {
    const directory = known.place();
    await copyDirectory(known.whole, directory);
    const started = await start(directory);
    if (isRefused(started)) throw new Error(started.wrongs.join());
    await lose(directory, known);
    await until(async () =>
      (await send(`${started.url}/health/ready`, { headers: {} })).text.includes('commandsRefused'),
    );
    tally.add(kind, await judged(started.url, known, known.truth), what);
    await started.stop();
  }
};

/** Copies the directory of a ledger that takes commands, file by file, and starts another over the copy. */
export const tryCopies = async (
  { known, tally, start }: Tried,
  orders: readonly ('by name' | 'backwards')[],
): Promise<void> => {
  for (const order of orders) {
    const [directory, copy] = [known.place(), known.place()];
    await copyDirectory(known.killed, directory);
    const started = await start(directory);
    if (isRefused(started)) throw new Error(started.wrongs.join());
    await mkdir(copy);
    const names = (await readdir(directory)).sort();
    for (const name of order === 'by name' ? names : names.reverse()) {
      await cp(join(directory, name), join(copy, name)).catch(absent);
      for (let update = 0; update < 3; update += 1)
        await updated(started.url, known, `while ${name} is copied`);
    }
    await started.stop();
    const truth = await truthOfLog(copy, known, known.place());
    tally.add('copied file by file while running', await judgedOver(copy, { known, truth, start }), order);
  }
};

/** Files beside a database come and go. */
const absent = (error: unknown): void => {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
};

const updated = (url: string, { known }: KnownDirectories, update: string) =>
  send(`${url}/update`, {
    method: 'POST',
    headers: known.callers.smartOdr,
    body: updateWith({ disputeId: known.odr[3] ?? '', update }),
  });
