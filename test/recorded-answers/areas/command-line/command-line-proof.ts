import type { Area } from '../../support/area.js';
import type { RecordedLedger } from '../../support/recorded-ledger.js';
import { playStory } from '../story.js';
import { runExports, runVerify } from './proof.js';
import { runReplays } from './replay.js';

/** Calls the commands that prove something, beside a running server. */
const play = async (ledger: RecordedLedger): Promise<void> => {
  const story = await playStory(ledger);
  await runExports(ledger, story);
  await runVerify(ledger);
  await runReplays(ledger);
};

export const commandLineProof: Area = { name: 'command-line-proof', play };
