import { dirname } from 'node:path';
import type { EventStore } from '#libs/event-store';
import { addVerifyingKeys, keepBeside, type LostCheckpoint, SigningKeys, startNewOrigin } from '#libs/proof';
import { keyTextOf, verifyingKeysBeside } from './back-up-cluster.js';
import { BackupError, explained } from './backup-error.js';
import { checkBackup, type Checking } from './check-backup.js';
import { ClusterLog, linesOf } from './cluster-log.js';
import { type Compared, compareWithStore } from './cluster-loss.js';
import { madeDirectory, textIn, textOf, writeWhole } from './files.js';
import { OpenedBackup } from './opened-backup.js';
import { type AcceptedLoss, RestoreRefusedError, type RestoreResult } from './restore.js';
import { fits } from './staged-files.js';

export interface ClusterRestoreOrder extends Checking {
  readonly store: EventStore;
  readonly from: string;
  /** The file from which the processes will read their signing keys. */
  readonly signingKey: string;
  /** More verifying keys, or files of them. */
  readonly trust: readonly string[];
  /** The file of a checkpoint that somebody kept, newer than the one in the backup. */
  readonly lostCheckpoint: string | undefined;
  readonly accepted: AcceptedLoss | undefined;
  /** The host in the name of a new origin. */
  readonly host: string;
}

/**
 * Puts the keys of a cluster in place, after its store was restored by its own means, and compares the store
 * with what the backup says was signed. Nothing else may use the log meanwhile. If the process dies, run it
 * again.
 *
 * @throws RestoreRefusedError when the store lacks signed events, or the key is lost, and nobody has accepted
 * that.
 * @throws BackupError when it cannot be done.
 */
export const restoreCluster = async (order: ClusterRestoreOrder): Promise<RestoreResult> => {
  try {
    const backup = await OpenedBackup.read(order.from);
    if (backup.manifest.deployment !== 'cluster')
      throw new BackupError(
        `${order.from} is a backup of an embedded ledger. Restore it into a data directory, without EVENT_STORE_URL, and move that with \`ledger copy\`.`,
      );
    await checkBackup(backup, order);
    const keys = await verifyingKeysOf(order, backup);
    const compared = await compareWithStore(new ClusterLog(order.store, order), {
      backup,
      keys,
      lostCheckpoint: order.lostCheckpoint,
    });
    return await new ClusterRestore(order, backup, compared).run(keys);
  } catch (error) {
    throw explained(error, 'The restore failed');
  }
};

class ClusterRestore {
  constructor(
    private readonly order: ClusterRestoreOrder,
    private readonly backup: OpenedBackup,
    private readonly compared: Compared,
  ) {}

  async run(keys: readonly string[]): Promise<RestoreResult> {
    const { signingKey, accepted } = this.order;
    const { loss, origin, begun } = this.compared;
    const key = await this.fittingKey();
    if (accepted === undefined && (loss.isLoss || key === undefined))
      throw new RestoreRefusedError(this.refusal(), this.backup, loss);
    await madeDirectory(dirname(signingKey));
    await addVerifyingKeys(verifyingKeysBeside(signingKey), keys);
    const isNewOrigin = accepted !== undefined && (loss.isLoss || key === undefined || begun);
    if (isNewOrigin) {
      const keysOfOrigin = await this.beginOrigin(accepted);
      return { backup: this.backup, loss, origin: keysOfOrigin.origin, isNewOrigin, formerFiles: undefined };
    }
    if (typeof key === 'string') {
      await keepBeside(signingKey);
      await writeWhole(signingKey, key);
    }
    return { backup: this.backup, loss, origin, isNewOrigin, formerFiles: undefined };
  }

  /**
   * Returns the signing key to put in place; null where that of the log is in place, undefined if there is
   * none.
   */
  private async fittingKey(): Promise<string | null | undefined> {
    const { backup, compared } = this;
    const wanted = { origin: compared.origin, note: backup.note };
    if (await fits(this.order.signingKey, wanted)) return null;
    const ours = backup.file('signing-key');
    return ours !== undefined && (await fits(ours, wanted)) ? textIn(ours) : undefined;
  }

  private refusal(): string {
    const { loss, origin } = this.compared;
    if (loss.isLoss)
      return 'Restore a newer copy of the store. If there is none, say so with --accept-loss, --reason and --by.';
    return `The signing key of ${origin} is neither in ${this.order.from} nor in ${this.order.signingKey}: put your copy of it there. If it is lost, --accept-loss begins a new origin.`;
  }

  private beginOrigin({ by, reason }: AcceptedLoss): Promise<SigningKeys> {
    const { store, streamPrefixes, clock, host, signingKey } = this.order;
    const { origin, size, root, note } = this.compared.newest;
    const lost: LostCheckpoint = { origin, size, root, note };
    const files = { signingKey, verifyingKeys: verifyingKeysBeside(signingKey) };
    return startNewOrigin({ store, streamPrefixes, clock, files, host }, { by, reason, lost });
  }
}

/** Returns every verifying key that is known, one per line: also that of an origin whose begin was interrupted. */
const verifyingKeysOf = async (
  { signingKey, trust }: ClusterRestoreOrder,
  backup: OpenedBackup,
): Promise<readonly string[]> => {
  const files = [backup.file('verifying-keys'), verifyingKeysBeside(signingKey)];
  const texts = await Promise.all(files.map((file) => textOf(file)));
  const signing = await SigningKeys.read(signingKey).catch(() => undefined);
  const given = await Promise.all(trust.map(keyTextOf));
  return linesOf([...texts, ...(signing?.verifierKeyTexts ?? []), ...given].join('\n'));
};
