import { isRestoredOrigin, originsOf, type Restore, restoreFault } from '../domain/restore.js';
import { CheckpointMismatchError } from './proof-log-standing.js';

/** Returns the origins that ended with a restore, the oldest first. */
export const endedOrigins = (restores: readonly Restore[]): string[] => originsOf(restores).slice(0, -1);

/**
 * Rejects a signing key of another origin than that with which the log goes on, and restores that do not fit
 * one another.
 *
 * @throws CheckpointMismatchError with what to do.
 */
export const assertCurrentOrigin = (keysOrigin: string, restores: readonly Restore[]): void => {
  for (const [index, restore] of restores.entries()) {
    const fault = restoreFault(restore, restores.slice(0, index));
    if (fault !== undefined)
      throw new CheckpointMismatchError(`The restore ${restore.eventId} does not fit this log: ${fault}.`);
  }
  const newest = restores.at(-1);
  if (newest?.origin === keysOrigin || (newest === undefined && !isRestoredOrigin(keysOrigin))) return;
  if (newest !== undefined && (endedOrigins(restores).includes(keysOrigin) || !isRestoredOrigin(keysOrigin)))
    throw new CheckpointMismatchError(
      `The log was restored on ${newest.recordedAt} and goes on as ${newest.origin}, but the signing key is of ${keysOrigin}, which ended.`,
      { advice: `Put in place the key of ${newest.origin}, which the restore wrote.` },
    );
  throw new CheckpointMismatchError(
    `The signing key is of ${keysOrigin}, which began with a restore that the log does not have.`,
    {
      advice:
        'Run `ledger restore` again to its end, or put back the newest copy of the log with its key and checkpoint.',
    },
  );
};
