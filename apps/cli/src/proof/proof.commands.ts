import type { Command } from 'commander';
import type { ExportOptions, VerifyOptions } from './proof.actions.js';
import { JSON_OPTION } from '../output.js';

/** Loads the ledger's code only when a command runs, so that `--help` answers at once. */
const actions = () => import('./proof.actions.js');

export const addProofCommands = (program: Command): void => {
  program
    .command('verify')
    .description(
      'verify the whole log, or one exported bundle offline; exit code 0 verified, 1 mismatch, 2 not enough to tell',
    )
    .option(
      '--data-dir <directory>',
      'the data directory of the log (default: the log at EVENT_STORE_URL, or else in LEDGER_DATA_DIR)',
    )
    .option('--bundle <file>', 'an exported bundle instead of the log')
    .option(
      '--trust <key...>',
      'a verifying key, or a file of keys (default: those of the data directory, or of LEDGER_SIGNING_KEY_FILE)',
    )
    .option('--checkpoint <file>', 'the checkpoint that you kept from an earlier verification')
    .option(...JSON_OPTION)
    .action(async (options: VerifyOptions) => (await actions()).verify(options));

  program
    .command('export')
    .description('write the evidence of one dispute to a file that can be verified without the ledger')
    .requiredOption('--tenant <tenant>', 'the tenant of the dispute')
    .requiredOption('--dispute <id>', 'the id of the dispute')
    .requiredOption('--out <file>', 'the file to write; it must not exist')
    .option('--since <size>', 'also prove that the log grew from the checkpoint over this many events')
    .option(...JSON_OPTION)
    .action(async (options: ExportOptions) => (await actions()).exportEvidence(options));
};
