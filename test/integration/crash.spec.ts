import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { crashAgainAndAgain } from '../crash/crash-harness.js';
import { expectSound } from '../crash/expect-sound.js';
import { type LedgerDirectory, ledgerDirectory } from '../support/ledger-directory.js';
import { newSeed } from '../support/random.js';

let directory: LedgerDirectory;

beforeAll(async () => {
  directory = await ledgerDirectory();
});

afterAll(() => directory.dispose());

describe('a server that is repeatedly killed under load', () => {
  it('loses nothing that it acknowledged, and does nothing twice', async () => {
    const plan = { seed: newSeed(), rounds: 20, minAcknowledged: 20, maxLifeMs: 400 };
    const findings = await crashAgainAndAgain(directory, plan);

    process.stdout.write(`${findings.summary}\n`);
    expectSound(findings);
    expect(findings.acknowledged).toBeGreaterThanOrEqual(plan.minAcknowledged);
  });
});
