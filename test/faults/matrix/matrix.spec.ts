import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { dataFiles } from '#libs/environment';
import { sealOf } from '#libs/read-store';
import { openDatabase } from '#libs/sqlite';
import { newSeed } from '../../support/random.js';
import { fileFaults } from './file-faults.js';
import { Tally } from './judge.js';
import { copyDirectory, type KnownDirectories, knownDirectories } from './known-directory.js';
import { tryFileFaults, tryFlips } from './matrix.js';
import { startHere } from './subjects.js';

/** One of each kind; `matrix.full.ts` tries all. */
const SHORT = [
  'with the new checkpoint',
  'its rows with their seal',
  'the log is gone',
  '-wal of the log cut in half',
  'another signing key',
];

/** Changes rows as somebody with a database editor could. */
const falsify = async (file: string): Promise<void> => {
  const database = await openDatabase(file, { synchronous: 'NORMAL' });
  database.exec(`UPDATE dispute_timeline SET entry = replace(entry, 'Hearing', 'Nothing')`);
  database.close();
};

let known: KnownDirectories;
let tally: Tally;

beforeAll(async () => {
  known = await knownDirectories();
});

beforeEach(() => {
  tally = new Tally();
});

afterAll(() => known.dispose());

describe('a ledger over files to which something happened', () => {
  it('says nothing false, whatever is put in the place of what, cut or removed', async () => {
    const faults = fileFaults.filter(({ what }) => SHORT.includes(what));
    await tryFileFaults(known, tally, { start: startHere, faults });

    expect(faults.length).toBeGreaterThanOrEqual(SHORT.length);
    expect(tally.unexpected).toStrictEqual([]);
  });

  // Those of the log are in the long form: events of configurations and credentials have no hash yet, and chance
  // would have one of them changed in some runs.
  it('says nothing false if a bit of the rows is flipped', async () => {
    const flips = 12;
    await tryFlips({ known, tally }, 'readModels', { seed: newSeed(), flips, start: startHere });

    expect(tally.unexpected).toStrictEqual([]);
    // The seed is in each wrong; what was refused or built again shows that the flips were noticed.
    expect(tally.sum.right + tally.sum.refused).toBeGreaterThanOrEqual(flips - 1);
  });

  it('is judged: rows that differ from their log, and have no seal, are found to be wrong', async () => {
    const directory = known.place();
    await copyDirectory(known.whole, directory);
    const { readModels } = dataFiles(directory);
    await rm(sealOf(readModels));
    await falsify(readModels);
    await tryFileFaults({ ...known, whole: directory }, tally, {
      start: startHere,
      faults: [
        {
          ...{ kind: 'falsified rows', what: '', of: 'whole', isOfLog: false },
          happenTo: () => Promise.resolve(),
        },
      ],
    });

    expect(tally.sum.wrong).toBe(1);
  });
});
