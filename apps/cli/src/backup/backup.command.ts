import { type Command, Option } from 'commander';
import { JSON_OPTION } from '../output.js';
import type { BackupOptions } from './backup.action.js';
import type { RestoreOptions } from './restore.action.js';

const progress = (): Option =>
  new Option('--progress <form>', 'how to show progress on standard error').choices(['bar', 'json', 'none']);

export const addBackupCommands = (program: Command): void => {
  program
    .command('backup')
    .description(
      'back up the log with its keys and its newest checkpoint while the ledger runs, and check what was written',
    )
    .option('--to <directory>', 'where to write it; a backup of this ledger that is there gets what is new')
    .option('--check <directory>', 'check a backup from end to end instead, and write nothing')
    .option('--full', 'copy all events again')
    .option('--verify-all', 'check the whole backup, and not only what was added to it')
    .option('--without-keys', 'leave the signing keys out, for those who keep them elsewhere')
    .option('--trust <keys...>', 'on a cluster: more verifying keys of the log, or files of them')
    .addOption(progress())
    .option(...JSON_OPTION)
    .action(async (options: BackupOptions) => (await import('./backup.action.js')).backup(options));

  program
    .command('restore')
    .description(
      'put a backup in place of what is in LEDGER_DATA_DIR, which is kept; on a cluster, put its keys in place and compare the store; refused if events would be lost, unless that is accepted',
    )
    .requiredOption('--from <directory>', 'the backup')
    .option(
      '--accept-loss',
      'lose events, record that, and begin a new origin of the proof log with a new key',
    )
    .option('--reason <text>', 'why; recorded with --accept-loss')
    .option('--by <name>', 'who decides it; recorded with --accept-loss')
    .option(
      '--lost-checkpoint <file>',
      'a newer checkpoint of the lost log than the one here, as an auditor kept it',
    )
    .option('--trust <keys...>', 'on a cluster: more verifying keys of the log, or files of them')
    .addOption(progress())
    .option(...JSON_OPTION)
    .action(async (options: RestoreOptions) => (await import('./restore.action.js')).restoreBackup(options));
};
