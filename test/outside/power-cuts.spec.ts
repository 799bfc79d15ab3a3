import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { appendingUnderPowerCuts, serverUnderPowerCuts } from '../faults/power-cuts/power-cut-runs.js';
import { newSeed } from '../support/random.js';
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory.js';

let directory: TemporaryDirectory;

beforeEach(async () => {
  directory = await temporaryDirectory();
});

afterEach(() => directory.remove());

describe('a power cut', () => {
  it('loses nothing that a server acknowledged, and does nothing twice', async () => {
    const plan = { seed: newSeed(), cuts: 100, starts: 2, lives: 2, commandsPerLife: 60 };
    const { summary, faults } = await serverUnderPowerCuts(directory.path, plan);

    process.stdout.write(`${summary}\n`);
    expect(faults).toStrictEqual([]);
  });

  it('loses what was acknowledged without a sync, so that the test would notice', async () => {
    const plan = { seed: newSeed(), cuts: 60, appends: 160, synchronous: 'NORMAL' } as const;

    expect(await appendingUnderPowerCuts(directory.path, plan)).toBeGreaterThan(plan.cuts / 4);
  });
});
