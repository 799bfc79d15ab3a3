import { type LogFile, SegmentedLog } from '#libs/event-store';
import { CheckpointStream, checkpointStreamPrefix, trustedKeys, verifyDirectoryLog } from '#libs/proof';
import { BackupError } from './backup-error.js';
import { BackupLog, leavesOf } from './backup-log.js';
import type { Checking } from './check-backup.js';
import { type Coverage, coverageOf, forkedText } from './coverage.js';
import type { KnownCheckpoint, OriginOrders } from './known-checkpoints.js';
import type { OpenedBackup } from './opened-backup.js';

/** What is known of the ledger that a restore replaces. */
export interface Former {
  /** Its log; undefined if there is none, or it cannot be read. */
  readonly log: LogFile | undefined;
  /** Its newest checkpoint, and the one that an auditor kept, the newer one first. */
  readonly checkpoints: readonly KnownCheckpoint[];
  /** The order of origins, by which checkpoints of two are compared. */
  readonly orders: OriginOrders;
  /** The files with its verifying keys. */
  readonly verifyingKeys: readonly string[];
}

/** What a restore would lose of the ledger that it replaces. */
export interface Loss {
  /** Whether anything is known of that ledger: an empty directory says nothing. */
  readonly isKnown: boolean;
  readonly isLoss: boolean;
  /** How many events the newest checkpoint here, or the one that somebody kept, covers; 0 if none is known. */
  readonly signedHere: number;
  /** How many signed events would be lost, or at least that many where its log cannot be read. */
  readonly signedEvents: number;
  /** How many events would be lost; null where its log cannot be read. */
  readonly events: number | null;
  /** The newest checkpoint that the backup's log does not have; undefined if it has them all. */
  readonly lost: KnownCheckpoint | undefined;
}

/**
 * Compares a backup with the ledger that it would replace. The log may be unreadable: then its checkpoint
 * alone tells.
 *
 * @throws BackupError when that ledger signed another history of the same origin. That is no loss which
 * somebody could accept.
 */
export const lossOf = async (backup: OpenedBackup, former: Former, checking: Checking): Promise<Loss> => {
  const lost: KnownCheckpoint[] = [];
  const log = await BackupLog.open(backup.logFiles);
  try {
    const { streamPrefixes } = checking;
    const leaves = log.leaves(streamPrefixes);
    for (const checkpoint of former.checkpoints) {
      const coverage = await coverageIn(backup, checkpoint, { former, checking, leaves });
      if (coverage === 'forked') throw new BackupError(forkedText(checkpoint));
      if (coverage === 'lacking') lost.push(checkpoint);
    }
    return lossBetween(log, { leaves, former, lost: lost[0], streamPrefixes });
  } finally {
    log.close();
  }
};

interface Compared {
  readonly former: Former;
  readonly lost: KnownCheckpoint | undefined;
  /** How many leaves of the proof log the backup has. */
  readonly leaves: number;
  readonly streamPrefixes: readonly string[];
}

const lossBetween = (log: BackupLog, { leaves, former, lost, streamPrefixes }: Compared): Loss => {
  const events = former.log && lostEventsOf(former.log, log, streamPrefixes);
  // Whatever origin they are of, at most as many of the signed events can be left.
  const beyond = lost === undefined ? 0 : Math.max(1, lost.size - leaves);
  const signedHere = former.checkpoints[0]?.size ?? 0;
  const known = { isKnown: former.checkpoints.length > 0, isLoss: lost !== undefined, signedHere, lost };
  if (events === undefined) return { ...known, signedEvents: beyond, events: null };
  return {
    ...known,
    isKnown: true,
    isLoss: known.isLoss || events.all > 0,
    signedEvents: Math.max(beyond, signedOf(events, signedHere)),
    events: events.all,
  };
};

interface LostEvents {
  /** All that are lost, without the records of checkpoints, which are made again. */
  readonly all: number;
  /** Those that are leaves of the proof log. */
  readonly leaves: number;
  /** All leaves, lost or not. */
  readonly allLeaves: number;
}

/** Counts what the log has after the last event that both have. Undefined where it cannot be read. */
const lostEventsOf = (
  here: LogFile,
  backup: BackupLog,
  streamPrefixes: readonly string[],
): LostEvents | undefined => {
  try {
    const upTo = here.end()?.position ?? 0n;
    const after = lastInCommon(here, backup);
    return {
      all: here.count({ after, upTo }) - here.count({ after, upTo }, [checkpointStreamPrefix]),
      leaves: leavesOf(here, { after, streamPrefixes }),
      allLeaves: leavesOf(here, { after: 0n, streamPrefixes }),
    };
  } catch {
    return undefined;
  }
};

/** Returns the last position at which both logs have the same event. Before it they are the same. */
const lastInCommon = (here: LogFile, backup: BackupLog): bigint => {
  let known = 0n;
  let beyond = smaller(here.end()?.position ?? 0n, backup.end()?.position ?? 0n) + 1n;
  while (beyond - known > 1n) {
    const middle = (known + beyond) / 2n;
    const id = here.idAt(middle);
    if (id !== undefined && id === backup.idAt(middle)) known = middle;
    else beyond = middle;
  }
  return known;
};

const smaller = (one: bigint, other: bigint): bigint => (one < other ? one : other);

/** Returns how many of the lost leaves the newest checkpoint covered. */
const signedOf = ({ leaves, allLeaves }: LostEvents, size: number): number =>
  Math.max(0, leaves - Math.max(0, allLeaves - size));

const coverageIn = async (
  backup: OpenedBackup,
  checkpoint: KnownCheckpoint,
  { former, checking, leaves }: Pick<Compared, 'former' | 'leaves'> & { readonly checking: Checking },
): Promise<Coverage> => {
  if (checkpoint.note === backup.note) return 'covered';
  if (!checkpoint.isTrusted) return 'lacking';
  const { streamPrefixes, clock, onProgress } = checking;
  const ours = backup.file('verifying-keys');
  const keyFiles = [...former.verifyingKeys, ...(ours === undefined ? [] : [ours])];
  const store = await SegmentedLog.open(backup.logFiles);
  try {
    const report = await verifyDirectoryLog({
      store,
      streamPrefixes,
      checkpoints: new CheckpointStream(store, clock),
      trusted: (await Promise.all(keyFiles.map(trustedKeys))).flat(),
      notes: [checkpoint.file],
      onProgress: (done) => {
        onProgress({ phase: 'verifying', done, total: backup.manifest.log.events ?? 0 });
      },
    });
    return await coverageOf(report.verdict, checkpoint, {
      store,
      origin: backup.manifest.origin,
      leaves,
    });
  } finally {
    await store.close();
  }
};
