import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type PostgresServer, startPostgres } from '../../support/postgres.js';
import { newSeed } from '../../support/random.js';
import { tryCluster } from './cluster-faults.js';
import { Tally } from './judge.js';
import { type KnownDirectories, knownDirectories } from './known-directory.js';
import { tryFileFaults, tryFlips } from './matrix.js';
import { tryOutside } from './outside-faults.js';
import { tryCopies, tryLosses } from './running-faults.js';
import { startHere, startProcess } from './subjects.js';

const AN_HOUR_MS = 3_600_000;
const FLIPS = 500;
/** Those of rows that a killed process left, which no seal covers. */
const UNSEALED_FLIPS = 100;

let known: KnownDirectories;
let tally: Tally;

beforeAll(async () => {
  known = await knownDirectories();
});

afterAll(() => known.dispose());

/** Tries the faults, and expects that every answer was right or refused. */
const expectNothingFalse = async (tried: () => Promise<void>): Promise<void> => {
  tally = new Tally();
  try {
    await tried();
  } finally {
    process.stdout.write(`${tally.table}\n`);
  }
  expect(tally.unexpected).toStrictEqual([]);
};

describe('a ledger over files to which something happened says nothing false', () => {
  it(
    'whatever is put in the place of what, cut or removed',
    () => expectNothingFalse(() => tryFileFaults(known, tally, { start: startProcess })),
    AN_HOUR_MS,
  );

  it(
    'if a directory is lost under it, or copied while it runs',
    () =>
      expectNothingFalse(async () => {
        await tryLosses({ known, tally, start: startProcess });
        await tryCopies({ known, tally, start: startProcess }, ['by name', 'backwards', 'by name']);
      }),
    AN_HOUR_MS,
  );

  it.each(['events', 'readModels'] as const)(
    `if a bit of any table or index is flipped, of %s`,
    (file) =>
      expectNothingFalse(() =>
        tryFlips({ known, tally }, file, { seed: newSeed(), flips: FLIPS / 2, start: startHere }),
      ),
    AN_HOUR_MS,
  );

  it(
    'if the disk, the clock or the operating system fails it',
    () => expectNothingFalse(() => tryOutside({ known, tally })),
    AN_HOUR_MS,
  );
});

describe('rows that a killed process left', () => {
  it(
    'are checked page by page, so that few flipped bits are shown',
    async () => {
      tally = new Tally();
      const plan = { seed: newSeed(), flips: UNSEALED_FLIPS, start: startHere, isUnsealed: true };
      await tryFlips({ known, tally }, 'readModels', plan);
      process.stdout.write(`${tally.table}\n${tally.wrongs.join('\n')}\n`);
      const { wrong } = tally.sum;
      expect(wrong).toBeLessThan(UNSEALED_FLIPS / 4);
    },
    AN_HOUR_MS,
  );
});

describe('a cluster to whose log, rows or keys something happened', () => {
  let postgres: PostgresServer;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.dispose());

  it('says nothing false', () => expectNothingFalse(() => tryCluster(postgres, tally)), AN_HOUR_MS);
});
