import { checkpointInNote, isRestoredOrigin, nodePrimitives, RestoreStream } from '#libs/proof';
import { BackupError } from './backup-error.js';
import { reportLine } from './check-backup.js';
import { type ClusterLog, trustedNote } from './cluster-log.js';
import { coverageOf, forkedText } from './coverage.js';
import { textIn } from './files.js';
import { byAge, type KnownCheckpoint, originsIn } from './known-checkpoints.js';
import type { Loss } from './loss.js';
import type { OpenedBackup } from './opened-backup.js';

/** What a restored store has of what was signed. */
export interface Compared {
  readonly loss: Loss;
  /** The origin of the proof log as the store has it. */
  readonly origin: string;
  /** The newest signed checkpoint that is known outside the store. */
  readonly newest: KnownCheckpoint;
  /** Whether the log says already that this checkpoint is lost. */
  readonly begun: boolean;
}

interface Known {
  readonly backup: OpenedBackup;
  readonly keys: readonly string[];
  readonly lostCheckpoint: string | undefined;
}

/**
 * Compares the store of a cluster with a backup.
 *
 * @throws BackupError when the store has another log, a changed one, or another history of the same origin.
 */
export const compareWithStore = async (log: ClusterLog, known: Known): Promise<Compared> => {
  const own = await soundLog(log, known);
  const restores = await new RestoreStream(log.store).all();
  const origins = originsIn(restores);
  const origin = origins.at(-1) ?? own.origin ?? known.backup.manifest.origin ?? '';
  const checkpoints = (await checkpointsOf(known)).sort(byAge([origins]));
  const [newest] = checkpoints;
  if (newest === undefined) throw new BackupError('The backup has no signed checkpoint.');
  let { leaves } = own;
  let lost: KnownCheckpoint | undefined;
  for (const checkpoint of checkpoints) {
    const found = await lookedUp(log, checkpoint, { keys: known.keys, origin, leaves });
    ({ leaves } = found);
    if (found.isLost) lost ??= checkpoint;
  }
  return {
    origin,
    newest,
    loss: lossOf({ newest, lost, leaves }),
    begun: restores.some(({ restore }) => isSame(restore.lost, newest)),
  };
};

interface LookingUp {
  readonly keys: readonly string[];
  readonly origin: string;
  /** How many leaves the log is known to have. */
  readonly leaves: number;
}

/**
 * Looks up whether the store has what a checkpoint covers, or says already that it is lost.
 *
 * @throws BackupError when it has something else there, or an event of it was changed.
 */
const lookedUp = async (
  log: ClusterLog,
  checkpoint: KnownCheckpoint,
  { keys, origin, ...known }: LookingUp,
): Promise<{ readonly isLost: boolean; readonly leaves: number }> => {
  const report = await log.verify(keys, checkpoint.file);
  if (report.fault?.event !== undefined) throw changed(reportLine(report));
  const leaves = Math.max(known.leaves, report.events);
  const coverage = await coverageOf(report.verdict, checkpoint, { store: log.store, origin, leaves });
  if (coverage === 'forked') throw new BackupError(forkedText(checkpoint));
  return { isLost: coverage === 'lacking' && report.verdict !== 'incomplete', leaves };
};

interface OwnLog {
  /** Undefined in a store that nothing was signed in. */
  readonly origin: string | undefined;
  readonly leaves: number;
}

/** Verifies the store by itself. @throws BackupError when it does not verify, or is that of another log. */
const soundLog = async (log: ClusterLog, { backup, keys }: Known): Promise<OwnLog> => {
  const note = await log.newestNote();
  if (note === undefined) return { origin: undefined, leaves: 0 };
  const { origin: known } = backup.manifest;
  const signed = checkpointInNote(note)?.origin;
  const isOther = signed !== known && (await new RestoreStream(log.store).newest()) === undefined;
  // A backup of a later origin is one of this log, if the rest agrees.
  if (isOther && known !== null && !isRestoredOrigin(known))
    throw new BackupError(
      `The event store has the log ${String(signed)}, and the backup is of ${known}. Nothing was changed.`,
    );
  const { origin } = trustedNote(note, keys.join('\n'));
  const report = await log.verify(keys);
  if (report.verdict !== 'verified') throw changed(reportLine(report));
  return { origin, leaves: report.events };
};

const changed = (what: string): BackupError =>
  new BackupError(`The log in the event store does not verify: ${what}. Nothing was changed.`);

const checkpointsOf = async ({ backup, keys, lostCheckpoint }: Known): Promise<KnownCheckpoint[]> => {
  const files = [backup.file('checkpoint'), lostCheckpoint].filter((file) => file !== undefined);
  return Promise.all(
    files.map(async (file) => {
      const note = await textIn(file);
      if (note === undefined) throw new BackupError(`There is no checkpoint at ${file}.`);
      return { ...trustedNote(note, keys.join('\n'), file), note, file, isTrusted: true };
    }),
  );
};

interface Lost {
  readonly newest: KnownCheckpoint;
  readonly lost: KnownCheckpoint | undefined;
  readonly leaves: number;
}

const lossOf = ({ newest, lost, leaves }: Lost): Loss => ({
  isKnown: true,
  isLoss: lost !== undefined,
  signedHere: newest.size,
  signedEvents: lost === undefined ? 0 : Math.max(1, lost.size - leaves),
  // What was not signed, nobody can tell.
  events: null,
  lost,
});

const isSame = (one: Pick<KnownCheckpoint, 'origin' | 'size' | 'root'>, other: KnownCheckpoint): boolean =>
  one.origin === other.origin &&
  one.size === other.size &&
  nodePrimitives.base64(one.root) === nodePrimitives.base64(other.root);
