import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newSeed } from '../../support/random.js';
import { type TemporaryDirectory, temporaryDirectory } from '../../support/temporary-directory.js';
import { appendingUnderPowerCuts, serverUnderPowerCuts } from './power-cut-runs.js';

const AN_HOUR_MS = 3_600_000;

let directory: TemporaryDirectory;

beforeEach(async () => {
  directory = await temporaryDirectory();
});

afterEach(() => directory.remove());

describe('a server whose power is cut 5,000 times', () => {
  it(
    'loses nothing that it acknowledged, and does nothing twice',
    async () => {
      const plan = { seed: newSeed(), cuts: 5_000, starts: 50, lives: 4, commandsPerLife: 150 };
      const { summary, faults } = await serverUnderPowerCuts(directory.path, plan);

      process.stdout.write(`${summary}\n`);
      expect(faults).toStrictEqual([]);
    },
    AN_HOUR_MS,
  );
});

describe('a store whose power is cut', () => {
  const plan = { cuts: 500, appends: 400 };

  it('loses nothing if every commit is synced', async () => {
    expect(
      await appendingUnderPowerCuts(directory.path, { ...plan, seed: newSeed(), synchronous: 'FULL' }),
    ).toBe(0);
  });

  it('loses acknowledged commits if they are not, so that the test would notice', async () => {
    const losing = { ...plan, seed: newSeed(), synchronous: 'NORMAL' } as const;
    expect(await appendingUnderPowerCuts(directory.path, losing)).toBeGreaterThan(plan.cuts / 4);
  });
});
