import type { Command } from 'commander';
import { JSON_OPTION } from '../output.js';
import type { NewKey, ShowKey } from './key.actions.js';

/** Loads the ledger's code only when a command runs, so that `--help` answers at once. */
const actions = () => import('./key.actions.js');

export const addKeyCommands = (program: Command): void => {
  const key = program
    .command('key')
    .description('make the key that signs the proof log, and show its public half');

  key
    .command('new')
    .description('write a new signing key to a file that must not exist, and print its public half')
    .option(
      '--name <name>',
      'the host of the ledger, or the whole name of a log that gets another key (default: the host of PUBLIC_URL)',
    )
    .option('--out <file>', 'the file to write (default: LEDGER_SIGNING_KEY_FILE, or else ./signing-key)')
    .option(...JSON_OPTION)
    .action(async (options: NewKey) => (await actions()).newKey(options));

  key
    .command('show')
    .description('print the public half of each signing key, which auditors pass to `ledger verify --trust`')
    .option(
      '--file <file>',
      'the file of signing keys (default: LEDGER_SIGNING_KEY_FILE, or else that of LEDGER_DATA_DIR)',
    )
    .option(...JSON_OPTION)
    .action(async (options: ShowKey) => (await actions()).showKey(options));
};
