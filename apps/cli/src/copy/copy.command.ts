import { type Command, Option } from 'commander';
import type { CopyOptions } from './copy.action.js';
import { JSON_OPTION } from '../output.js';

export const addCopyCommand = (program: Command): void => {
  program
    .command('copy')
    .description(
      'copy the log in LEDGER_DATA_DIR to an EventStoreDB that is empty or has the beginning of it, and compare both',
    )
    .addOption(
      new Option('--to <url>', 'the esdb:// URL; it holds a password, so better set LEDGER_COPY_TO')
        .env('LEDGER_COPY_TO')
        .makeOptionMandatory(),
    )
    .option(...JSON_OPTION)
    .action(async (options: CopyOptions) => (await import('./copy.action.js')).copy(options));
};
