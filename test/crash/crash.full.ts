import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type LedgerDirectory, ledgerDirectory } from '../support/ledger-directory.js';
import { newSeed } from '../support/random.js';
import { crashAgainAndAgain } from './crash-harness.js';
import { expectSound } from './expect-sound.js';

const AN_HOUR_MS = 3_600_000;

let directory: LedgerDirectory;

beforeAll(async () => {
  directory = await ledgerDirectory();
});

afterAll(() => directory.dispose());

describe('a server that is killed 1,000 times under load', () => {
  it(
    'loses nothing that it acknowledged, and does nothing twice',
    async () => {
      const plan = { seed: newSeed(), rounds: 1_000, minAcknowledged: 100_000, maxLifeMs: 1_000 };
      const findings = await crashAgainAndAgain(directory, plan);

      process.stdout.write(`${findings.summary}\n`);
      expectSound(findings);
      expect(findings.acknowledged).toBeGreaterThanOrEqual(plan.minAcknowledged);
    },
    AN_HOUR_MS,
  );
});
