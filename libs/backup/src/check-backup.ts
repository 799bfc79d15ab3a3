import {
  CheckpointStream,
  type LogReport,
  logReportText,
  parseTrustedCheckpoint,
  trustedKeys,
  verifyDirectoryLog,
} from '#libs/proof';
import { LogFile, SegmentedLog } from '#libs/event-store';
import type { Clock } from '#libs/kernel';
import { BackupError } from './backup-error.js';
import { isMissing, measured, textOf } from './files.js';
import type { BackedUpLog } from './manifest.js';
import type { OpenedBackup } from './opened-backup.js';

/** How far a backup, a check or a restore is. */
export interface BackupProgress {
  readonly phase: 'copying' | 'reading back' | 'hashing files' | 'verifying' | 'putting together';
  /** Events, or bytes of files. */
  readonly done: number;
  readonly total: number;
}

export interface Checking {
  /** The prefixes of the streams whose events are leaves of the proof log. */
  readonly streamPrefixes: readonly string[];
  readonly clock: Clock;
  readonly onProgress: (progress: BackupProgress) => void;
}

/**
 * Checks the whole of a backup: the digest of each file, that the parts make one log without gaps, the hash
 * of each event, and the signed checkpoint.
 *
 * @throws BackupError that names the first thing that is wrong.
 */
export const checkBackup = async (backup: OpenedBackup, checking: Checking): Promise<void> => {
  await checkFiles(backup, checking);
  if (backup.manifest.deployment === 'cluster') {
    await checkSignature(backup);
    return;
  }
  await checkPartsEnd(backup.logFiles, backup.manifest.log);
  await checkProofs(backup, checking);
};

/** Checks the size and digest of each file. @throws BackupError that names a file. */
const checkFiles = async (backup: OpenedBackup, { onProgress }: Checking): Promise<void> => {
  const { files } = backup.manifest;
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  for (const file of files) {
    const found = await measured(backup.pathOf(file)).catch((error: unknown) => {
      throw isMissing(error)
        ? new BackupError(`The backup lacks ${backup.pathOf(file)}.`, { cause: error })
        : error;
    });
    if (found.bytes !== file.bytes || found.sha256 !== file.sha256)
      throw new BackupError(`${backup.pathOf(file)} is not as it was written.`);
    done += found.bytes;
    onProgress({ phase: 'hashing files', done, total });
  }
};

/** Checks that the parts of a log follow one another without a gap, and end where the manifest says. */
export const checkPartsEnd = async (files: readonly string[], log: BackedUpLog): Promise<void> => {
  let position = 0n;
  let lastEventId = '';
  for (const file of files) {
    const segment = await LogFile.openSegment(file);
    try {
      const end = segment.end();
      const first = segment.idAt(position + 1n);
      if (end === undefined || first === undefined)
        throw new BackupError(
          `${file} does not begin after position ${position}, where the part before it ends.`,
        );
      const events = segment.count({ after: position, upTo: end.position });
      if (BigInt(events) !== end.position - position)
        throw new BackupError(`${file} lacks events between positions ${position} and ${end.position}.`);
      ({ position, eventId: lastEventId } = end);
    } finally {
      segment.close();
    }
  }
  if (String(position) !== log.position || lastEventId !== log.lastEventId)
    throw new BackupError(
      `The backup should end with the event ${log.lastEventId} at position ${log.position}, and ends at ${position}.`,
    );
};

const checkProofs = async (backup: OpenedBackup, checking: Checking): Promise<void> => {
  const { streamPrefixes, clock, onProgress } = checking;
  const total = backup.manifest.log.events ?? 0;
  const keys = backup.file('verifying-keys');
  const checkpoint = backup.file('checkpoint');
  const store = await SegmentedLog.open(backup.logFiles);
  try {
    const report = await verifyDirectoryLog({
      store,
      streamPrefixes,
      checkpoints: new CheckpointStream(store, clock),
      trusted: keys === undefined ? [] : await trustedKeys(keys),
      notes: checkpoint === undefined ? [] : [checkpoint],
      onProgress: (done) => {
        onProgress({ phase: 'verifying', done, total });
      },
    });
    if (report.verdict !== 'verified')
      throw new BackupError(`The backup in ${backup.directory} does not verify: ${reportLine(report)}`);
  } finally {
    await store.close();
  }
};

/** Checks that the keys of a cluster's backup signed its checkpoint. The log is not in it. */
const checkSignature = async (backup: OpenedBackup): Promise<void> => {
  const keys = (await textOf(backup.file('verifying-keys'))) ?? '';
  const signed = parseTrustedCheckpoint(backup.note ?? '', keys);
  const { checkpoint } = backup.manifest;
  if (checkpoint === null || signed?.size !== checkpoint.size)
    throw new BackupError(`No key in the backup in ${backup.directory} signed its checkpoint.`);
};

/** Returns what a report finds wrong, on one line. */
export const reportLine = (report: LogReport): string =>
  logReportText(report).split('\n').slice(1, -1).join('; ');
