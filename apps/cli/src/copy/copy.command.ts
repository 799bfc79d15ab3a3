import { type Command, Option } from 'commander';
import type { CopyOptions } from './copy.action.js';

export const addCopyCommand = (program: Command): void => {
  program
    .command('copy')
    .description(
      'copy the log in LEDGER_DATA_DIR to an EventStoreDB that has none, or the beginning of it, and compare both',
    )
    .addOption(
      new Option('--to <url>', 'the esdb:// URL; better in LEDGER_COPY_TO, as it holds a password')
        .env('LEDGER_COPY_TO')
        .makeOptionMandatory(),
    )
    .option('--json', 'print one JSON document')
    .action(async (options: CopyOptions) => (await import('./copy.action.js')).copy(options));
};
