import { afterEach, beforeEach, describe, it } from '@jest/globals';
import { newSeed } from '../support/random.js';
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory.js';
import { expectOneLog, killCheckpointing } from './checkpoint-deaths.js';

const KILLS = 20;

let directory: TemporaryDirectory;
beforeEach(async () => {
  directory = await temporaryDirectory();
});
afterEach(() => directory.remove());

describe('a ledger that is killed between any two steps of a checkpoint', () => {
  it('publishes the same or a later checkpoint after each death, and never two different ones of one size', async () => {
    const deaths = await killCheckpointing(directory.path, { seed: newSeed(), kills: KILLS });

    process.stdout.write(`${deaths.summary}\n`);
    await expectOneLog(directory.path, deaths);
  });
});
