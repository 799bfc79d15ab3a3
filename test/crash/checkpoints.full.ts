import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { expectOneLog, killCheckpointing } from '../integration/checkpoint-deaths.js';
import { newSeed } from '../support/random.js';
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory.js';

const AN_HOUR_MS = 3_600_000;

let directory: TemporaryDirectory;

beforeAll(async () => {
  directory = await temporaryDirectory();
});

afterAll(() => directory.remove());

describe('a ledger that is killed 200 times while it signs checkpoints', () => {
  it(
    'publishes the same or a later checkpoint after each death, and never two different ones of one size',
    async () => {
      const deaths = await killCheckpointing(directory.path, { seed: newSeed(), kills: 200 });

      process.stdout.write(`${deaths.summary}\n`);
      await expectOneLog(directory.path, deaths);
    },
    AN_HOUR_MS,
  );
});
