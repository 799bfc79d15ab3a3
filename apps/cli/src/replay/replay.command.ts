import { type Command, Option } from 'commander';
import type { ReplayCommandOptions } from './replay.action.js';
import { JSON_OPTION } from '../output.js';

export const addReplayCommand = (program: Command): void => {
  program
    .command('replay')
    .description('rebuild every read model from the log, and prove that it equals the live one')
    .option(
      '--as-of <instant>',
      'rebuild the read models as of a past moment into a file instead: 2025-01-31, or RFC 3339',
    )
    .option('--swap', 'replace the live state with the rebuilt one')
    .option('--by <name>', 'who runs it, for the trail in the log (default: operator)')
    .option('--reason <text>', 'why it is run, for the trail in the log')
    .option('--batch <events>', 'how many events to apply in one transaction')
    .option('--report <file>', 'also write the result to a file: .json, or .html for a page to print')
    .addOption(
      new Option('--progress <form>', 'how to show progress on standard error').choices([
        'bar',
        'json',
        'none',
      ]),
    )
    .option(...JSON_OPTION)
    .action(async (options: ReplayCommandOptions) => (await import('./replay.action.js')).runReplay(options));
};
