import { readFile } from 'node:fs/promises';
import { StreamDamagedError } from '#libs/event-store';
import type { Checkpoint } from '../domain/checkpoint.js';
import { sameBytes } from '../domain/primitives.js';
import { parseNote, type VerifierKey } from '../domain/signed-note.js';
import type { CheckpointNotes } from './checkpoint-notes.js';
import type { CheckpointStream } from './checkpoint-stream.js';
import {
  type LogFault,
  type LogReport,
  type LogToVerify,
  notVerified,
  verifyLog,
} from './log-verification.js';
import { signedCheckpoint } from './published-checkpoint.js';

export interface SignedLogReport extends LogReport {
  /** How many signed checkpoints carry a valid signature by a trusted key; 0 if one of them does not. */
  readonly signatures: number;
}

interface SignedLog extends Omit<LogToVerify, 'checkpoints'> {
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
  const expected = await recorded(log.checkpoints);
  const notes: Note[] = [];
  for (const file of log.notes) {
    const note = await noteIn(file);
    // Only a log that was never signed may lack the file.
    if (note === undefined && expected.length > 0) throw new Error(`The checkpoint ${file} cannot be read.`);
    if (note !== undefined) notes.push(note);
  }
  return verifySigned(log, expected, notes);
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
  const expected = [...recorded];
  // The newest first, so that its fault is reported whatever is wrong with the older ones.
  for (const { text, where, isOld } of [...notes].reverse()) {
    const checkpoint = signedCheckpoint(text, log.trusted);
    if (checkpoint === undefined) {
      if (isOld && !claimsToBeOf(text, log.trusted))
        throw new Error(
          `The checkpoint in ${where} was signed by an unknown key: pass that key with --trust.`,
        );
      return mismatched({ what: `no trusted key signed the checkpoint in ${where}` });
    }
    if (!expected.some((other) => isSame(other, checkpoint))) expected.push(checkpoint);
  }
  if (new Set(expected.map(({ origin }) => origin)).size > 1)
    return mismatched({ what: 'the checkpoints belong to different logs' });
  const report = await verifyLog({ ...log, checkpoints: expected.sort((a, b) => a.size - b.size) });
  return { ...report, signatures: notes.length };
};

/**
 * Returns whether the note names a trusted key as its signer, or cannot be read: such a note should have
 * verified. One that names only unknown keys proves nothing either way.
 */
const claimsToBeOf = (text: string, trusted: readonly VerifierKey[]): boolean =>
  parseNote(text)?.signatures.some(({ name, keyId }) =>
    trusted.some((key) => key.name === name && key.keyId === keyId),
  ) ?? true;

const isSame = (one: Checkpoint, other: Checkpoint): boolean =>
  one.origin === other.origin && one.size === other.size && sameBytes(one.root, other.root);

const mismatched = (fault: LogFault): SignedLogReport => ({ ...notVerified(fault), signatures: 0 });

/** Returns the report as text for people. */
export const logReportText = ({
  verdict,
  events,
  checkpoints,
  signatures,
  fault,
}: LogReport & Partial<SignedLogReport>): string =>
  [
    `${events} events hashed again and linked, ${checkpoints} checkpoints recomputed and equal` +
      (signatures === undefined ? '' : `, ${signatures} signatures`),
    ...(fault === undefined ? [] : [faultText(fault)]),
    verdict === 'verified' ? 'VERIFIED' : verdict.toUpperCase(),
  ].join('\n');

const faultText = ({ what, event, from, to }: LogFault): string => {
  if (event !== undefined)
    return `the event ${event.eventId}, revision ${event.revision} of ${event.stream}: ${what}`;
  return from === undefined || to === undefined ? what : `${what}; see the events from ${from} to ${to}`;
};
