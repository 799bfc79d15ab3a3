import { type Command, Option } from 'commander';
import type { ReplayCommandOptions } from './replay.action.js';
import { JSON_OPTION } from '../output.js';

export const addReplayCommand = (program: Command): void => {
  program
    .command('replay')
    .description('build every read model again from the log, and prove that it equals the live one')
    .option(
      '--as-of <instant>',
      'build the read models of a past moment into a file instead: 2025-01-31, or RFC 3339',
    )
    .option('--swap', 'put the rebuilt state in the place of the live one')
    .option('--batch <events>', 'how many events go into one transaction')
    .option('--report <file>', 'also write the result to a file: .json, or .html for a page to file')
    .addOption(
      new Option('--progress <form>', 'how progress is told on standard error').choices([
        'bar',
        'json',
        'none',
      ]),
    )
    .option(...JSON_OPTION)
    .action(async (options: ReplayCommandOptions) => (await import('./replay.action.js')).runReplay(options));
};
