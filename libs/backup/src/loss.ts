import { type LogFile, SegmentedLog } from '#libs/event-store';
import {
  type Checkpoint,
  CheckpointStream,
  checkpointStreamPrefix,
  trustedKeys,
  verifyDirectoryLog,
} from '#libs/proof';

import { BackupLog, leavesOf } from './backup-log.js';
import type { Checking } from './check-backup.js';
import type { OpenedBackup } from './opened-backup.js';

/** A signed checkpoint of the ledger that a restore replaces. */
export interface KnownCheckpoint extends Checkpoint {
  readonly note: string;
  /** The file that it is in. */
  readonly file: string;
}

/** What is known of the ledger that a restore replaces. */
export interface Former {
  /** Its log; undefined if there is none, or it cannot be read. */
  readonly log: LogFile | undefined;
  /** Its newest checkpoint, and the one that an auditor kept. */
  readonly checkpoints: readonly KnownCheckpoint[];
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
 */
export const lossOf = async (backup: OpenedBackup, former: Former, checking: Checking): Promise<Loss> => {
  const lost: KnownCheckpoint[] = [];
  for (const checkpoint of former.checkpoints)
    if (!(await covers(backup, checkpoint, { former, checking }))) lost.push(checkpoint);
  lost.sort((a, b) => b.size - a.size);
  const log = await BackupLog.open(backup.logFiles);
  try {
    return lossBetween(log, { backup, former, lost: lost[0], streamPrefixes: checking.streamPrefixes });
  } finally {
    log.close();
  }
};

interface Compared {
  readonly backup: OpenedBackup;
  readonly former: Former;
  readonly lost: KnownCheckpoint | undefined;
  readonly streamPrefixes: readonly string[];
}

const lossBetween = (log: BackupLog, { backup, former, lost, streamPrefixes }: Compared): Loss => {
  const events = former.log && lostEventsOf(former.log, log, streamPrefixes);
  const beyond = lost === undefined ? 0 : lost.size - hasOf(lost, backup, log.leaves(streamPrefixes));
  const signedHere = Math.max(0, ...former.checkpoints.map(({ size }) => size));
  const known = { isKnown: former.checkpoints.length > 0, isLoss: lost !== undefined, signedHere, lost };
  if (events === undefined) return { ...known, signedEvents: Math.max(0, beyond), events: null };
  return {
    ...known,
    isKnown: true,
    isLoss: known.isLoss || events.all > 0,
    signedEvents: Math.max(beyond, signedOf(events, former.checkpoints)),
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

/** Returns how many events of the checkpoint's origin the backup has: none where it goes on as another. */
const hasOf = ({ origin }: Checkpoint, { manifest }: OpenedBackup, leaves: number): number =>
  manifest.origin === origin ? leaves : 0;

/** Returns how many of the lost leaves the newest checkpoint covered. */
const signedOf = ({ leaves, allLeaves }: LostEvents, checkpoints: readonly KnownCheckpoint[]): number => {
  const size = Math.max(0, ...checkpoints.map((checkpoint) => checkpoint.size));
  return Math.max(0, leaves - Math.max(0, allLeaves - size));
};

/** Returns whether the backup's log reproduces the checkpoint. */
const covers = async (
  backup: OpenedBackup,
  { note, file }: KnownCheckpoint,
  { former, checking }: { readonly former: Former; readonly checking: Checking },
): Promise<boolean> => {
  if (note === backup.note) return true;
  const ours = backup.file('verifying-keys');
  const keyFiles = [...former.verifyingKeys, ...(ours === undefined ? [] : [ours])];
  const store = await SegmentedLog.open(backup.logFiles);
  try {
    const report = await verifyDirectoryLog({
      store,
      streamPrefixes: checking.streamPrefixes,
      checkpoints: new CheckpointStream(store, checking.clock),
      trusted: (await Promise.all(keyFiles.map(trustedKeys))).flat(),
      notes: [file],
      onProgress: (done) => {
        checking.onProgress({ phase: 'verifying', done, total: backup.manifest.log.events ?? 0 });
      },
    });
    return report.verdict === 'verified';
  } finally {
    await store.close();
  }
};
