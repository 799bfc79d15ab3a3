import type { Command } from 'commander';
import { JSON_OPTION, type OutputOptions } from '../output.js';
import type { AcceptOptions } from './quarantine.actions.js';

/** Loads the ledger only when one of these commands runs, so that `ledger --help` answers at once. */
const actions = () => import('./quarantine.actions.js');

export const addQuarantineCommands = (program: Command): void => {
  const quarantine = program
    .command('quarantine')
    .description('what of the log cannot be read, and what an operator has decided about it');

  quarantine
    .command('list')
    .description('read the whole log, and list what of it cannot be read: where, since when and why')
    .option(...JSON_OPTION)
    .action(async (options: OutputOptions) => (await actions()).list(options));

  quarantine
    .command('accept')
    .description(
      'decide that an event is passed over, so that its stream goes on; for a stream that was cut or deleted, record that you know',
    )
    .argument('<stream>', 'as `ledger quarantine list` names it')
    .argument('<revision>', 'of the event; `cut` for a stream that was cut or deleted')
    .requiredOption('--by <name>', 'who decides; everybody who reads the dispute sees it')
    .requiredOption('--reason <text>', 'why; everybody who reads the dispute sees it')
    .option(...JSON_OPTION)
    .action(async (stream: string, revision: string, options: AcceptOptions) =>
      (await actions()).accept({ stream, revision }, options),
    );
};
