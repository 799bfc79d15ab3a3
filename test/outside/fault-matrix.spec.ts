import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Tally } from '../faults/matrix/judge.js';
import { type KnownDirectories, knownDirectories } from '../faults/matrix/known-directory.js';
import { tryOutside } from '../faults/matrix/outside-faults.js';

let known: KnownDirectories;

beforeAll(async () => {
  known = await knownDirectories();
});

afterAll(() => known.dispose());

it('a ledger whose disk, clock or operating system fails it says nothing false', async () => {
  const tally = new Tally();
  await tryOutside({ known, tally });

  expect(tally.wrongs).toStrictEqual([]);
  expect(tally.sum.refused).toBeGreaterThan(0);
});
