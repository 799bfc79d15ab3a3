import { readFile } from 'node:fs/promises';
import { heldText, InDoubtError, StreamDamagedError } from '#libs/event-store';
import { nodePrimitives } from '../adapters/node-primitives.js';
import { type Checkpoint, parseCheckpoint } from '../domain/checkpoint.js';
import { lossOf, restoreSentence } from '../domain/restore.js';
import { isForged, parseNote, signersOf, type VerifierKey } from '../domain/signed-note.js';
import type { CheckpointNotes } from './checkpoint-notes.js';
import type { CheckpointStream } from './checkpoint-stream.js';
import type { LogFault } from './log-fault.js';
import { type LogReport, type LogToVerify, notVerified, verifyLog } from './log-verification.js';
import { signedCheckpoint } from './published-checkpoint.js';
import { RestoreStream } from './restore-stream.js';

export interface SignedLogReport extends LogReport {
  /** How many signed checkpoints carry a valid signature by a trusted key; 0 if one of them does not. */
  readonly signatures: number;
}

interface SignedLog extends Omit<LogToVerify, 'checkpoints' | 'kept'> {
  readonly checkpoints: CheckpointStream;
  readonly trusted: readonly VerifierKey[];
}

/** An embedded log, and the signed checkpoints in files that it must match. */
export interface DirectoryLog extends SignedLog {
  /** The paths of the files. */
  readonly notes: readonly string[];
}

/** A log on a server, which keeps its signed checkpoints in the same store. */
export interface StoredLog extends SignedLog {
  readonly notes: CheckpointNotes;
  /** The path of a signed checkpoint that was kept elsewhere. */
  readonly kept?: string | undefined;
}

/** A signed checkpoint, and where it was found, in words. */
interface Note {
  readonly text: string;
  readonly where: string;
  /** Whether there is a newer one, so that the key that signed this one may have been retired since. */
  readonly isOld: boolean;
}

/**
 * Verifies the whole log against every checkpoint that it recorded, and against those kept outside it.
 *
 * @throws Error when a file cannot be read, so that there is not enough to tell.
 */
export const verifyDirectoryLog = async (log: DirectoryLog): Promise<SignedLogReport> => {
  try {
    const expected = await recorded(log.checkpoints);
    const notes: Note[] = [];
    for (const file of log.notes) {
      const note = await noteIn(file);
      // Only a log that was never signed may lack the file.
      if (note === undefined && expected.length > 0)
        throw new Error(`The checkpoint ${file} cannot be read.`);
      if (note !== undefined) notes.push(note);
    }
    return await verifySigned(log, expected, notes);
  } catch (error) {
    if (error instanceof StreamDamagedError) return mismatched({ what: error.message });
    throw error;
  }
};

/**
 * Like `verifyDirectoryLog`, for a log on a server.
 *
 * @throws Error when there is no signed checkpoint, or one cannot be read or was signed by an unknown key.
 */
export const verifyStoredLog = async (log: StoredLog): Promise<SignedLogReport> => {
  try {
    const expected = await recorded(log.checkpoints);
    const notes: Note[] = [];
    let newest: Note | undefined;
    for await (const text of log.notes.all()) {
      if (newest !== undefined) notes.push({ ...newest, isOld: true });
      newest = { text, where: `the store (number ${notes.length + 1})`, isOld: false };
    }
    if (newest !== undefined) notes.push(newest);
    if (log.kept !== undefined) {
      const kept = await noteIn(log.kept);
      if (kept === undefined) throw new Error(`The checkpoint ${log.kept} cannot be read.`);
      notes.push(kept);
    }
    if (notes.length === 0)
      throw new Error('The store has no signed checkpoint: give the one that you kept with --checkpoint.');
    return await verifySigned(log, expected, notes);
  } catch (error) {
    if (error instanceof StreamDamagedError) return mismatched({ what: error.message });
    throw error;
  }
};

const recorded = async (stream: CheckpointStream): Promise<Checkpoint[]> => {
  const checkpoints: Checkpoint[] = [];
  for await (const checkpoint of stream.all()) checkpoints.push(checkpoint);
  return checkpoints;
};

const noteIn = async (file: string): Promise<Note | undefined> => {
  try {
    return { text: await readFile(file, 'utf8'), where: file, isOld: false };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(`The checkpoint ${file} cannot be read.`, { cause: error });
  }
};

const verifySigned = async (
  log: SignedLog,
  recorded: readonly Checkpoint[],
  notes: readonly Note[],
): Promise<SignedLogReport> => {
  const kept: Checkpoint[] = [];
  // The newest first, so that its fault is reported whatever is wrong with the older ones.
  for (const { text, where, isOld } of [...notes].reverse()) {
    const checkpoint = signedCheckpoint(text, log.trusted);
    if (checkpoint === undefined) {
      if (isByUnknownKey(text, log.trusted) && (isOld || (await isOfEnded(text, log))))
        throw new Error(
          `The checkpoint in ${where} was signed by an unknown key: pass that key with --trust.`,
        );
      return mismatched({ what: `no trusted key signed the checkpoint in ${where}` });
    }
    kept.push(checkpoint);
  }
  const report = await verifyLog({ ...log, checkpoints: recorded, kept });
  return { ...report, signatures: notes.length };
};

/**
 * Returns whether the note can be read and names only unknown keys: it proves nothing either way. One that
 * names a trusted key as its signer should have verified.
 */
const isByUnknownKey = (text: string, trusted: readonly VerifierKey[]): boolean => {
  const note = parseNote(text);
  return (
    note !== undefined &&
    signersOf(nodePrimitives, note, trusted).length === 0 &&
    !isForged(nodePrimitives, note, trusted)
  );
};

/** Returns whether the note is of an origin before the newest restore of the log, and so of another key. */
const isOfEnded = async (text: string, { store }: SignedLog): Promise<boolean> => {
  const checkpoint = parseCheckpoint(parseNote(text)?.text ?? '');
  const restores = (await new RestoreStream(store).all()).map(({ restore }) => restore);
  return checkpoint !== undefined && lossOf(checkpoint, restores) !== undefined;
};

const mismatched = (fault: LogFault): SignedLogReport => ({ ...notVerified(fault), signatures: 0 });

/** Returns the report as text for people. */
export const logReportText = ({
  verdict,
  events,
  checkpoints,
  signatures,
  fault,
  restores = [],
  heldBack = [],
}: LogReport & Partial<SignedLogReport>): string =>
  [
    `${events} events hashed again and linked, ${checkpoints} checkpoints recomputed and equal` +
      (signatures === undefined ? '' : `, ${signatures} signatures`),
    ...restores.map(restoreSentence),
    ...(fault === undefined ? [] : [faultText(fault)]),
    ...heldBack.map((held) => `cannot be read: ${heldText(held)}`),
    verdict === 'verified' ? 'VERIFIED' : verdict.toUpperCase(),
  ].join('\n');

/** Returns the doubt that a report with a fault amounts to. */
export const doubtOf = (report: LogReport): InDoubtError => {
  const { event } = report.fault ?? {};
  const which = event === undefined ? '' : ` The event ${event.eventId} is not as it was written.`;
  return new InDoubtError(`The log does not verify: ${logReportText(report)}`, {
    told: `The log does not verify.${which} Nothing is recorded or exported until the operator has looked.`,
  });
};

const faultText = ({ what, event, from, to }: LogFault): string => {
  if (event !== undefined)
    return `the event ${event.eventId}, revision ${event.revision} of ${event.stream}: ${what}`;
  return from === undefined || to === undefined ? what : `${what}; see the events from ${from} to ${to}`;
};
