import type { Area } from '../../support/area.js';
import type { RecordedLedger } from '../../support/recorded-ledger.js';
import { playStory } from '../story.js';
import { runAccess } from './access.js';
import { runCopies } from './copy.js';
import { runHelp, runServers } from './help.js';

/** Calls the commands as an operator does, beside a running server. */
const play = async (ledger: RecordedLedger): Promise<void> => {
  await playStory(ledger);
  await runHelp(ledger);
  await runServers(ledger);
  await runAccess(ledger);
  await runCopies(ledger);
};

export const commandLine: Area = { name: 'command-line', play };
