#!/usr/bin/env -S node --disable-warning=ExperimentalWarning
import { jsonLine } from '#libs/kernel';
import { CommanderError, Command } from 'commander';
import { addAccessCommands } from './access/access.command.js';
import { addBackupCommands } from './backup/backup.command.js';
import { addCopyCommand } from './copy/copy.command.js';
import { addDemoCommand } from './demo/demo.command.js';
import { addKeyCommands } from './key/key.command.js';
import { addProofCommands } from './proof/proof.commands.js';
import { addQuarantineCommands } from './quarantine/quarantine.command.js';
import { addReplayCommand } from './replay/replay.command.js';
import { EXIT, UsageError } from './output.js';

const program = new Command('ledger')
  .description(
    'The command line of the dispute ledger. It works on the files in LEDGER_DATA_DIR (./data), or on the stores that EVENT_STORE_URL and READ_STORE_URL name.',
  )
  .exitOverride()
  .showHelpAfterError('(run `ledger --help` for usage)');
addAccessCommands(program);
addBackupCommands(program);
addCopyCommand(program);
addDemoCommand(program);
addKeyCommands(program);
addProofCommands(program);
addQuarantineCommands(program);
addReplayCommand(program);

const fail = (error: unknown): void => {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
    return;
  }
  const message = error instanceof Error ? error.message : String(error);
  if (process.argv.includes('--json')) process.stdout.write(`${jsonLine({ error: message })}\n`);
  else process.stderr.write(`${message}\n`);
  process.exitCode = error instanceof UsageError ? EXIT.usage : EXIT.failed;
};

await program.parseAsync().catch(fail);
