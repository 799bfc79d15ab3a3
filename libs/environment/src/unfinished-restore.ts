import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataFiles } from './data-files.js';
import { EnvironmentError } from './variables.js';

/** Returns the file that is there while a restore puts files in place, and names the backup. */
export const restorePlanOf = (dataDirectory: string): string =>
  join(dataFiles(dataDirectory).restoring, 'plan.json');

/**
 * Rejects a data directory in which a restore was interrupted while it put files in place. Call it before
 * the log is opened, so that no empty one is created, and once more after it: a restore may have begun.
 *
 * @throws EnvironmentError that says how to finish the restore.
 */
export const rejectUnfinishedRestore = (dataDirectory: string): void => {
  const plan = restorePlanOf(dataDirectory);
  if (!existsSync(plan)) return;
  throw new EnvironmentError(
    'LEDGER_DATA_DIR',
    `(${dataDirectory}) has a restore that was interrupted, or is still running: run \`ledger restore --from ${backupIn(plan)}\` again to finish it.`,
  );
};

const backupIn = (plan: string): string => {
  try {
    const { backup } = JSON.parse(readFileSync(plan, 'utf8')) as { backup?: unknown };
    return typeof backup === 'string' ? backup : 'DIR';
  } catch {
    return 'DIR';
  }
};
