import { readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { dataFiles } from '#libs/environment';
import { EmbeddedEventStore } from '#libs/event-store';
import { type LostCheckpoint, recordRefusedRestore, restoresLostBetween, startNewOrigin } from '#libs/proof';
import { BackupError, explained } from './backup-error.js';
import type { LedgerFiles } from './back-up.js';
import { checkBackup, type Checking } from './check-backup.js';
import { exists, madeDirectory, syncDirectory, writeWhole } from './files.js';
import { openFormer, openLogAlone } from './former-ledger.js';
import { byAge, newestKnown, originOrders } from './known-checkpoints.js';
import { type Former, type Loss, lossOf } from './loss.js';
import { OpenedBackup } from './opened-backup.js';
import { LOG, putInPlace, readPlan, type RestorePlan, writePlan } from './put-in-place.js';
import {
  fittingKey,
  sealLog,
  stageCheckpoint,
  stagedFiles,
  stageLog,
  stageVerifyingKeys,
} from './staged-files.js';

/** Who accepts that a restore loses events, and why. */
export interface AcceptedLoss {
  readonly by: string;
  readonly reason: string;
}

export interface RestoreOrder extends Checking {
  readonly from: string;
  readonly files: LedgerFiles;
  /** The signing key that the ledger is told to use instead of the one in its data directory. */
  readonly keyElsewhere: string | undefined;
  /** The file of a checkpoint that somebody kept, newer than the one in the data directory. */
  readonly lostCheckpoint: string | undefined;
  readonly accepted: AcceptedLoss | undefined;
  /** Who is recorded with a refusal. */
  readonly by: string;
  readonly reason: string | undefined;
  /** The host in the name of a new origin. */
  readonly host: string;
}

export interface RestoreResult {
  readonly backup: OpenedBackup;
  readonly loss: Loss;
  /** The origin of the proof log from now on; null where nothing has been signed yet. */
  readonly origin: string | null;
  readonly isNewOrigin: boolean;
  /** The directory with the files that were there; undefined if there were none. */
  readonly formerFiles: string | undefined;
}

/** The error for a restore that would lose events, or whose log could not be signed on. Nothing was changed. */
export class RestoreRefusedError extends BackupError {
  /** Whether the log that is there says that the restore was refused. */
  isRecorded = false;

  constructor(
    message: string,
    readonly backup: OpenedBackup,
    readonly loss: Loss,
  ) {
    super(message);
  }
}

/**
 * Puts a backup in place of whatever is in the data directory. All of it is checked before anything is
 * changed, and the files that were there are kept. If the process dies, run the restore again.
 *
 * @throws RestoreRefusedError when events would be lost and nobody has accepted that.
 * @throws BackupError when it cannot be done; nothing was changed.
 */
export const restore = async (order: RestoreOrder): Promise<RestoreResult> => {
  try {
    const backup = await OpenedBackup.read(order.from);
    if (backup.manifest.deployment !== 'embedded')
      throw new BackupError(`${order.from} is a backup of a cluster, which has no log in it.`);
    const former = await openFormer(order.files, backup, order.lostCheckpoint);
    try {
      await checkBackup(backup, order);
      const orders = await originOrders(backup, former.log);
      const checkpoints = [...former.checkpoints].sort(byAge(orders));
      return await new Restore(order, backup, { ...former, checkpoints, orders }).run();
    } finally {
      former.release();
    }
  } catch (error) {
    throw explained(error, `The restore into ${order.files.directory} failed, and nothing was changed`);
  }
};

/**
 * Ends a restore that was interrupted while it put files in place. Returns its plan, or undefined if there
 * was none.
 *
 * @throws BackupError when a process has the log open.
 */
export const finishRestore = async (files: LedgerFiles): Promise<RestorePlan | undefined> => {
  const plan = await readPlan(files.directory);
  if (plan === undefined) return undefined;
  const isWaiting = await exists(join(dataFiles(files.directory).restoring, LOG));
  const { log } = isWaiting ? await openLogAlone(files) : {};
  try {
    await putInPlace(files.directory, plan);
  } finally {
    log?.close();
  }
  return plan;
};

class Restore {
  private readonly staging: string;

  constructor(
    private readonly order: RestoreOrder,
    private readonly backup: OpenedBackup,
    private readonly former: Former,
  ) {
    this.staging = dataFiles(order.files.directory).restoring;
  }

  async run(): Promise<RestoreResult> {
    const { order, backup, former } = this;
    const loss = await lossOf(backup, former, order);
    const key = await fittingKey({ backup, former }, { files: order.files, elsewhere: order.keyElsewhere });
    const isNewOrigin = await this.decided(loss, key);
    await this.createDirectory();
    try {
      const origin = await this.stage(loss, key, isNewOrigin);
      former.log?.moveLogIntoFile();
      const formerFiles = await this.swap();
      return { backup, loss, origin, isNewOrigin, formerFiles };
    } catch (error) {
      // Once the plan is there, the restore is finished by running it again.
      if ((await readPlan(order.files.directory)) === undefined)
        await rm(this.staging, { recursive: true, force: true });
      throw error;
    }
  }

  /** Puts together what is to be put in place. Returns the origin with which the log goes on. */
  private async stage(
    loss: Loss,
    key: string | null | undefined,
    isNewOrigin: boolean,
  ): Promise<string | null> {
    const { order, backup, former, staging } = this;
    const parts = { backup, former, staging, checking: order };
    let { origin } = backup.manifest;
    await stageLog(parts);
    await stageVerifyingKeys(parts);
    if (isNewOrigin) origin = await this.beginOrigin();
    else {
      await stageCheckpoint(parts, loss);
      if (typeof key === 'string') await writeWhole(stagedFiles(staging).signingKey, key);
    }
    await sealLog(staging);
    return origin;
  }

  /** Returns whether the log begins a new origin. @throws RestoreRefusedError unless that is accepted. */
  private async decided(loss: Loss, key: string | null | undefined): Promise<boolean> {
    const { accepted } = this.order;
    const isUnsigned = key === undefined;
    if (!loss.isLoss && !isUnsigned) return accepted !== undefined && !loss.isKnown;
    if (accepted !== undefined) return true;
    const refused = new RestoreRefusedError(this.refusal(loss), this.backup, loss);
    refused.isRecorded = loss.isLoss && (await this.recordRefusal(loss));
    throw refused;
  }

  private refusal(loss: Loss): string {
    const { files, from } = this.order;
    if (!loss.isLoss)
      return `The backup in ${from} has no signing key of ${this.backup.manifest.origin ?? 'its log'}, and none is in ${files.directory}: set LEDGER_SIGNING_KEY_FILE to your copy of the key. If it is lost, --accept-loss begins a new origin.`;
    return `The restore would lose events. If that is right, say so with --accept-loss, --reason and --by.`;
  }

  /** Records the refusal in the log that stays. Returns false where it cannot be recorded. */
  private async recordRefusal({ events, signedEvents }: Loss): Promise<boolean> {
    const { former, order, backup } = this;
    if (former.log === undefined) return false;
    try {
      const { id, madeAt, log } = backup.manifest;
      await recordRefusedRestore(former.log.store(), order.clock, {
        by: order.by,
        ...(order.reason !== undefined && { reason: order.reason }),
        backupId: id,
        backupMadeAt: madeAt,
        backupPosition: log.position,
        lostEvents: events ?? signedEvents,
        lostSignedEvents: signedEvents,
      });
      former.log.moveLogIntoFile();
      return true;
    } catch {
      // The refusal stands, whether or not it could be recorded.
      return false;
    }
  }

  private async beginOrigin(): Promise<string> {
    const { order } = this;
    const { by, reason } = order.accepted ?? { by: order.by, reason: '' };
    const { events, ...files } = stagedFiles(this.staging);
    const store = await EmbeddedEventStore.open(events);
    try {
      const { clock, streamPrefixes, host } = order;
      const keys = await startNewOrigin(
        { store, streamPrefixes, clock, files, host },
        { by, reason, lost: { ...this.lostCheckpoint(), ...(await this.lostRestores(store)) } },
      );
      return keys.origin;
    } finally {
      await store.close();
    }
  }

  /** Returns the newest checkpoint that is known: where signed events are lost, it covers them. */
  private lostCheckpoint(): LostCheckpoint {
    const known = newestKnown(this.backup, this.former);
    if (known !== undefined)
      return { origin: known.origin, size: known.size, root: known.root, note: known.note };
    throw new BackupError(
      'Nothing was signed, neither in the backup nor here, so there is no origin to end: restore without --accept-loss into an empty directory.',
    );
  }

  /** Returns the restores that the log here has and the backup has not. They are lost with their events. */
  private async lostRestores(store: EmbeddedEventStore): Promise<Pick<LostCheckpoint, 'restores'>> {
    const { log } = this.former;
    if (log === undefined) return {};
    const restores = await restoresLostBetween(log.store(), store).catch(() => []);
    return restores.length === 0 ? {} : { restores };
  }

  private async createDirectory(): Promise<void> {
    const { directory } = this.order.files;
    await madeDirectory(directory);
    if (await exists(dirname(directory))) await syncDirectory(dirname(directory));
  }

  private async swap(): Promise<string | undefined> {
    const { order, backup } = this;
    const { directory } = order.files;
    const names = (await readdir(this.staging)).filter((name) => !name.startsWith(LOG));
    const plan: RestorePlan = {
      backup: backup.directory,
      backupId: backup.manifest.id,
      former: `before-restore-${order.clock.now().toISOString().replaceAll(':', '-')}`,
      files: [...names, LOG],
    };
    await syncDirectory(this.staging);
    await writePlan(directory, plan);
    await putInPlace(directory, plan);
    const formerFiles = join(directory, plan.former);
    return (await exists(formerFiles)) ? formerFiles : undefined;
  }
}
