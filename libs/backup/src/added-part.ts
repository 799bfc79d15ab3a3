import { chmod, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  compareSegment,
  type LogFile,
  type LogPlace,
  SegmentedLog,
  type EventStore,
  writeSegment,
} from '#libs/event-store';
import { AddedEvents, type EventFault } from '#libs/proof';
import { BackupError } from './backup-error.js';
import type { BackupProgress } from './check-backup.js';
import { measured, syncDirectory } from './files.js';
import type { BackupFile } from './manifest.js';

interface Adding {
  readonly source: LogFile;
  readonly directory: string;
  readonly after: bigint;
  readonly end: LogPlace;
  readonly onProgress: (progress: BackupProgress) => void;
}

/** A file with the events that a backup adds. */
export interface AddedPart {
  readonly file: BackupFile;
  readonly events: number;
}

/**
 * Copies the new events of the log into a file of their own, and reads it back. Nothing refers to the file
 * until a manifest lists it.
 */
export const addPart = async (adding: Adding): Promise<AddedPart> => {
  const { source, directory, after, end, onProgress } = adding;
  const draft = join(directory, 'log.partial');
  await rm(draft, { force: true });
  const range = { source, path: draft, after, upTo: end.position };
  const total = Number(end.position - after);
  const tell = (phase: BackupProgress['phase']) => (done: number) => {
    onProgress({ phase, done, total });
  };
  const events = await writeSegment({ ...range, onProgress: tell('copying') });
  await compareSegment({ ...range, onProgress: tell('reading back') });
  const { bytes, sha256 } = await measured(draft);
  const name = `log-${after + 1n}-${end.position}-${sha256.slice(0, 16)}.sqlite`;
  await chmod(draft, 0o600);
  await rename(draft, join(directory, name));
  await syncDirectory(directory);
  return { file: { role: 'log', name, bytes, sha256 }, events };
};

/**
 * Checks the events of a part by their own hashes, and against those before them.
 *
 * @throws BackupError that names the first bad event.
 */
export const checkPart = async (
  file: string,
  log: EventStore,
  { streamPrefixes, onProgress, total }: CheckingPart,
): Promise<void> => {
  const part = await SegmentedLog.open([file]);
  try {
    const added = new AddedEvents(log);
    let done = 0;
    for await (const { events } of part.readAll({ streamPrefixes })) {
      for (const event of events) rejectFault(await added.check(event));
      done += events.length;
      onProgress({ phase: 'verifying', done, total });
    }
  } finally {
    await part.close();
  }
};

const rejectFault = (fault: EventFault | undefined): void => {
  if (fault === undefined) return;
  const { eventId, revision, stream, what } = fault;
  throw new BackupError(
    `The log does not verify, and is not backed up: the event ${eventId}, revision ${revision} of ${stream}: ${what}. Run \`ledger verify\`.`,
  );
};

interface CheckingPart {
  readonly streamPrefixes: readonly string[];
  readonly onProgress: (progress: BackupProgress) => void;
  /** How many events the part has. */
  readonly total: number;
}
