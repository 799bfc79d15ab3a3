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
  /** How many signed checkpoints have a signature of a trusted key, and are among those made again. */
  readonly signatures: number;
}

interface SignedLog extends Omit<LogToVerify, 'checkpoints'> {
  readonly checkpoints: CheckpointStream;
  readonly trusted: readonly VerifierKey[];
}

/** A log in a file, with files of signed checkpoints that it must still agree with. */
export interface DirectoryLog extends SignedLog {
  readonly notes: readonly string[];
}

/** A log that keeps its signed checkpoints in its own store, and perhaps the file of one that was kept elsewhere. */
export interface StoredLog extends SignedLog {
  readonly notes: CheckpointNotes;
  readonly kept?: string | undefined;
}

/** A signed checkpoint, and where a person finds it. */
interface Note {
  readonly text: string;
  readonly where: string;
  /** Whether the key that signed it may have been taken out of use since. */
  readonly isOld: boolean;
}

/**
 * The whole log against every checkpoint that it recorded, and against those that are kept outside it.
 *
 * @throws Error when there is not enough to tell.
 */
export const verifyDirectoryLog = async (log: DirectoryLog): Promise<SignedLogReport> => {
  const expected = await recorded(log.checkpoints);
  const notes: Note[] = [];
  for (const file of log.notes) {
    const note = await noteIn(file);
    // A log that was never signed has no file; one that was has it.
    if (note === undefined && expected.length > 0) throw new Error(`The checkpoint ${file} cannot be read.`);
    if (note !== undefined) notes.push(note);
  }
  return verifySigned(log, expected, notes);
};

/**
 * The same for a log on a server.
 *
 * @throws Error when there is not enough to tell.
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
  // The newest first: what is wrong with that one is told whatever can be said of the others.
  for (const { text, where, isOld } of [...notes].reverse()) {
    const checkpoint = signedCheckpoint(text, log.trusted);
    if (checkpoint === undefined) {
      if (isOld && !claimsToBeOf(text, log.trusted))
        throw new Error(`The checkpoint in ${where} is of a key that was not given: give it with --trust.`);
      return mismatched({ what: `no trusted key signed the checkpoint in ${where}` });
    }
    if (!expected.some((other) => isSame(other, checkpoint))) expected.push(checkpoint);
  }
  if (new Set(expected.map(({ origin }) => origin)).size > 1)
    return mismatched({ what: 'the checkpoints are of different logs' });
  const report = await verifyLog({ ...log, checkpoints: expected.sort((a, b) => a.size - b.size) });
  return { ...report, signatures: notes.length };
};

/** A signature of a key that nobody gave says nothing; a wrong one of a key that was given does. */
const claimsToBeOf = (text: string, trusted: readonly VerifierKey[]): boolean =>
  parseNote(text)?.signatures.some(({ name, keyId }) =>
    trusted.some((key) => key.name === name && key.keyId === keyId),
  ) ?? true;

const isSame = (one: Checkpoint, other: Checkpoint): boolean =>
  one.origin === other.origin && one.size === other.size && sameBytes(one.root, other.root);

const mismatched = (fault: LogFault): SignedLogReport => ({ ...notVerified(fault), signatures: 0 });

/** For a person. */
export const logReportText = ({
  verdict,
  events,
  checkpoints,
  signatures,
  fault,
}: LogReport & Partial<SignedLogReport>): string =>
  [
    `${events} events hashed again and linked, ${checkpoints} checkpoints made again and the same` +
      (signatures === undefined ? '' : `, ${signatures} signatures`),
    ...(fault === undefined ? [] : [faultText(fault)]),
    verdict === 'verified' ? 'VERIFIED' : verdict.toUpperCase(),
  ].join('\n');

const faultText = ({ what, event, from, to }: LogFault): string => {
  if (event !== undefined)
    return `the event ${event.eventId}, revision ${event.revision} of ${event.stream}: ${what}`;
  return from === undefined || to === undefined
    ? what
    : `${what}; the first bad event is from ${from} to ${to}`;
};
