import type { Command } from 'commander';
import { JSON_OPTION, type OutputOptions } from '../output.js';

export const addDemoCommand = (program: Command): void => {
  program
    .command('demo')
    .description("send every vendor's documented requests to the running ledger and print the timelines")
    .option(...JSON_OPTION)
    .action(async (options: OutputOptions) => (await import('./demo.action.js')).playDemo(options));
};
