import { readFile } from 'node:fs/promises';
import { nodePrimitives } from '../adapters/node-primitives.js';
import { type Checkpoint, parseCheckpoint } from '../domain/checkpoint.js';
import { parseNote, signersOf, type VerifierKey } from '../domain/signed-note.js';
import type { CheckpointStream } from './checkpoint-stream.js';
import { type LogFault, type LogReport, type LogToVerify, verifyLog } from './log-verification.js';

export interface DirectoryLog extends Omit<LogToVerify, 'checkpoints'> {
  readonly checkpoints: CheckpointStream;
  readonly trusted: readonly VerifierKey[];
  /** Files of signed checkpoints that the log must still agree with. */
  readonly notes: readonly string[];
}

/** The whole log against every checkpoint that it recorded, and against those that are kept outside it. */
export const verifyDirectoryLog = async (directory: DirectoryLog): Promise<LogReport> => {
  const expected: Checkpoint[] = [];
  for await (const checkpoint of directory.checkpoints.all()) expected.push(checkpoint);
  for (const file of directory.notes) {
    const text = await readFile(file, 'utf8').catch((error: unknown) => {
      // A log that was never signed has no file; one that was has it.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT' && expected.length === 0) return undefined;
      throw new Error(`The checkpoint ${file} cannot be read.`, { cause: error });
    });
    if (text === undefined) continue;
    const checkpoint = signedCheckpoint(text, directory.trusted);
    if (checkpoint === undefined)
      return notVerified({ what: `no trusted key signed the checkpoint in ${file}` });
    expected.push(checkpoint);
  }
  const origins = new Set(expected.map(({ origin }) => origin));
  if (origins.size > 1) return notVerified({ what: 'the checkpoints are of different logs' });
  return verifyLog({ ...directory, checkpoints: expected.sort((a, b) => a.size - b.size) });
};

const signedCheckpoint = (text: string, trusted: readonly VerifierKey[]): Checkpoint | undefined => {
  const note = parseNote(text);
  if (note === undefined || signersOf(nodePrimitives, note, trusted).length === 0) return undefined;
  return parseCheckpoint(note.text);
};

const notVerified = (fault: LogFault): LogReport => ({
  verdict: 'mismatch',
  events: 0,
  checkpoints: 0,
  fault,
});

/** For a person. */
export const logReportText = ({ verdict, events, checkpoints, fault }: LogReport): string =>
  [
    `${events} events hashed again and linked, ${checkpoints} checkpoints made again and the same`,
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
