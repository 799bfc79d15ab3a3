import type { BackupResult, Loss, OpenedBackup, RestoreResult } from '#libs/backup';

/** Returns a number of bytes for people. */
const sizeText = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;

const bytesOf = ({ manifest }: OpenedBackup): number =>
  manifest.files.reduce((sum, { bytes }) => sum + bytes, 0);

const endText = ({ manifest: { log } }: OpenedBackup): string =>
  `position ${log.position}, event ${log.lastEventId}`;

const signedText = ({ manifest: { checkpoint } }: OpenedBackup): string =>
  checkpoint === null
    ? 'Nothing has been signed yet.'
    : `The newest signed checkpoint in it is over ${checkpoint.size} events of ${checkpoint.origin}.`;

const hasKeys = ({ manifest }: OpenedBackup): boolean =>
  manifest.files.some(({ role }) => role === 'signing-key');

/** Returns what a script may want to know of a backup. */
export const backupFacts = (backup: OpenedBackup) => {
  const { id, madeAt, deployment, origin, log, checkpoint } = backup.manifest;
  return {
    directory: backup.directory,
    id,
    madeAt,
    deployment,
    origin,
    ...log,
    checkpoint,
    bytes: bytesOf(backup),
    hasKeys: hasKeys(backup),
  };
};

/** Returns the result of a backup as text for people. */
export const backupText = (
  { backup, addedEvents, isFull, checked }: BackupResult,
  durationMs: number,
): string => {
  const { directory, manifest } = backup;
  if (manifest.deployment === 'cluster') return clusterBackupText(backup);
  const added = isFull ? 'all of them copied' : `${addedEvents} of them new`;
  const events = manifest.log.events === null ? '' : `${manifest.log.events} events, ${added}, `;
  return [
    `Backed up to ${directory}: ${events}${sizeText(bytesOf(backup))} in ${(durationMs / 1_000).toFixed(1)} s.`,
    `It ends at ${endText(backup)}.`,
    signedText(backup),
    checked === 'all'
      ? 'All of it was read back and verified.'
      : 'What was added was read back and verified.',
    hasKeys(backup)
      ? 'It has the signing keys: protect it like the data directory.'
      : 'It has no signing keys: a restore on another machine needs your copy of them.',
  ].join('\n');
};

const keysText = (backup: OpenedBackup): string =>
  hasKeys(backup)
    ? 'It has the signing keys: protect it like the store.'
    : 'It has no signing keys: keep your copy of them.';

const clusterBackupText = (backup: OpenedBackup): string =>
  [
    `Backed up to ${backup.directory} what the event store does not keep. The log is backed up with its store.`,
    `The log in the store was verified. It ends at ${endText(backup)}.`,
    signedText(backup),
    keysText(backup),
  ].join('\n');

/** Returns the result of a check as text for people. */
export const checkText = (backup: OpenedBackup): string =>
  [
    backup.manifest.deployment === 'cluster'
      ? `The backup in ${backup.directory} of ${backup.manifest.madeAt} is sound. It is of a cluster, whose log is backed up with its store.`
      : `The backup in ${backup.directory} of ${backup.manifest.madeAt} is sound: ${backup.manifest.log.events ?? 0} events, ${sizeText(bytesOf(backup))}.`,
    `It ends at ${endText(backup)}.`,
    signedText(backup),
    'VERIFIED',
  ].join('\n');

/** Returns in words what a restore loses. */
export const lossText = (
  { isKnown, isLoss, signedHere, signedEvents, events }: Loss,
  { manifest }: OpenedBackup,
): string => {
  if (!isKnown)
    return 'There is no log and no checkpoint here, so nothing is known to be lost. If anybody has a newer checkpoint than the backup, give it with --lost-checkpoint.';
  if (!isLoss) return 'Nothing that is known of the ledger here is lost.';
  if (manifest.deployment === 'cluster')
    return `The event store lacks at least ${signedEvents} of the ${signedHere} events that were signed.`;
  const both = `The ledger here has ${signedHere} signed events, the backup ${manifest.checkpoint?.size ?? 0}`;
  return events === null
    ? `${both}: at least ${signedEvents} signed events are lost. The log here cannot be read, so there may be more.`
    : `${both}: ${events} events are lost, ${signedEvents} of them signed.`;
};

/** Returns the result of a restore as text for people. */
export const restoreText = ({ backup, loss, origin, isNewOrigin, formerFiles }: RestoreResult): string =>
  [
    `Restored the backup of ${backup.manifest.madeAt}: ${backup.manifest.log.events ?? 0} events, up to ${endText(backup)}.`,
    lossText(loss, backup),
    ...(isNewOrigin
      ? [
          `The log goes on as ${String(origin)}, with a new key: give auditors the new line of verifying-keys. What is lost, and why, is its first event.`,
        ]
      : []),
    formerFiles === undefined
      ? 'There were no files here before.'
      : `The files that were here are in ${formerFiles}.`,
    'Now run `ledger verify`, and start the ledger. It builds its read models again.',
  ].join('\n');

/** Returns the result of a restore on a cluster as text for people. */
export const clusterText = (
  { backup, loss, origin, isNewOrigin }: RestoreResult,
  signingKey: string,
): string => {
  const key = `The signing key is in ${signingKey}, and the verifying keys are beside it.`;
  const covered = `The event store has all of the ${backup.manifest.checkpoint?.size ?? 0} events that were signed when the backup of ${backup.manifest.madeAt} was made.`;
  const next = 'Now run `ledger verify --trust` with those verifying keys, and start the processes.';
  if (!isNewOrigin) return [covered, key, next].join('\n');
  return [
    loss.isLoss ? lossText(loss, backup) : covered,
    `The log goes on as ${String(origin)}, with a new key: give auditors the new line of verifying-keys. What is lost, and why, is its first event.`,
    key,
    next,
  ].join('\n');
};
