import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { EventStore } from '#libs/event-store';
import { nodePrimitives, SigningKeys, trustedKeys } from '#libs/proof';
import { BackupError, explained } from './backup-error.js';
import type { BackupResult } from './back-up.js';
import { checkBackup, type Checking, reportLine } from './check-backup.js';
import { ClusterLog, linesOf, trustedNote } from './cluster-log.js';
import { type Destination, openDestination } from './destination.js';
import { textIn, textOf } from './files.js';
import type { Manifest } from './manifest.js';
import { OpenedBackup } from './opened-backup.js';
import { commitManifest, writeSmallFiles } from './small-files.js';

export interface ClusterBackupOrder extends Checking {
  readonly store: EventStore;
  readonly to: string;
  /** The file with the signing keys of the processes; undefined for those who keep it elsewhere. */
  readonly signingKey: string | undefined;
  /** More verifying keys, or files of them: those of keys that are no longer in use. */
  readonly trust: readonly string[];
  readonly withKeys: boolean;
  /** The name and version of the ledger. */
  readonly product: string;
}

/** The file beside the signing keys of a cluster that has their public halves, also those of ended origins. */
export const verifyingKeysBeside = (signingKey: string): string =>
  join(dirname(signingKey), 'verifying-keys');

/**
 * Backs up what a cluster's store does not keep, the keys, with what tells whether a restored store has
 * everything: its newest signed checkpoint and its last event. The log in the store is verified first.
 *
 * @throws BackupError when it cannot be done; the backup of before is as it was.
 */
export const backUpCluster = async (order: ClusterBackupOrder): Promise<BackupResult> => {
  // A cluster has no data directory that a backup could lie in.
  const destination = await openDestination(order.to, undefined);
  try {
    return await written(order, destination);
  } catch (error) {
    throw explained(error, `The backup to ${destination.path} failed, and the one of before is as it was`);
  } finally {
    destination.release();
  }
};

const written = async (order: ClusterBackupOrder, destination: Destination): Promise<BackupResult> => {
  const { store, signingKey, withKeys, product, clock } = order;
  const log = new ClusterLog(store, order);
  const before = await continued(order, destination.path);
  const signing = signingKey === undefined ? undefined : await SigningKeys.read(signingKey);
  const keys = await verifyingKeysOf(order, { before, signing });
  // Before the end of the log, so that it covers the checkpoint.
  const note = await log.newestNote();
  if (note === undefined)
    throw new BackupError('Nothing has been signed yet: start an API process with a signing key first.');
  const { origin, size, root } = trustedNote(note, keys);
  if (signing !== undefined && signing.origin !== origin)
    throw new BackupError(`${signingKey ?? ''} has the key of ${signing.origin}, but the log is ${origin}.`);
  const end = await log.end();
  const report = await log.verify(linesOf(keys));
  if (report.verdict !== 'verified')
    throw new BackupError(`The log in the event store does not verify: ${reportLine(report)}`);
  const texts = {
    'signing-key': withKeys && signingKey !== undefined ? await textIn(signingKey) : undefined,
    'verifying-keys': keys,
    checkpoint: note,
  };
  const manifest: Manifest = {
    format: 1,
    product,
    id: randomUUID(),
    madeAt: clock.now().toISOString(),
    deployment: 'cluster',
    origin,
    log: { events: null, ...end },
    checkpoint: { origin, size, root: nodePrimitives.base64(root) },
    files: await writeSmallFiles(destination.path, texts),
  };
  const backup = OpenedBackup.of(destination.path, manifest, note);
  await checkBackup(backup, order);
  await commitManifest(destination, backup);
  return { backup, addedEvents: 0, isFull: true, checked: 'all' };
};

/** Returns the backup that is there. @throws BackupError when it is not of an earlier state of this log. */
const continued = async (
  { store }: ClusterBackupOrder,
  directory: string,
): Promise<OpenedBackup | undefined> => {
  const before = await OpenedBackup.find(directory);
  if (before === undefined) return undefined;
  const { deployment, log } = before.manifest;
  const isOurs = deployment === 'cluster' && (await store.idAt(BigInt(log.position))) === log.lastEventId;
  if (isOurs) return before;
  throw new BackupError(
    `${directory} has a backup of another log, or of a history that was lost: its event ${log.lastEventId} is not at position ${log.position} of the log in the event store. It is left as it is; give another directory.`,
  );
};

/** Returns all verifying keys that are known: none is left out, so that what old keys signed stays verifiable. */
const verifyingKeysOf = async (
  { signingKey, trust }: ClusterBackupOrder,
  {
    before,
    signing,
  }: { readonly before: OpenedBackup | undefined; readonly signing: SigningKeys | undefined },
): Promise<string> => {
  const kept = [before?.file('verifying-keys'), signingKey && verifyingKeysBeside(signingKey)];
  const texts = await Promise.all(kept.map((file) => textOf(file)));
  const given = await Promise.all(trust.map(keyTextOf));
  const keys = linesOf([...texts, ...(signing?.verifierKeyTexts ?? []), ...given].join('\n'));
  if (keys.length === 0)
    throw new BackupError('No verifying key is known: set LEDGER_SIGNING_KEY_FILE, or pass --trust.');
  return [...keys, ''].join('\n');
};

/** Returns the text of a key, or of a file of keys. @throws BackupError when it is neither. */
export const keyTextOf = async (keyOrFile: string): Promise<string> => {
  await trustedKeys(keyOrFile).catch((cause: unknown) => {
    throw new BackupError(`--trust ${keyOrFile} is neither a verifying key nor a file of them.`, { cause });
  });
  return (await textIn(keyOrFile)) ?? keyOrFile;
};
