import { nodePrimitives } from '../adapters/node-primitives.js';
import { type Checkpoint, parseCheckpoint } from '../domain/checkpoint.js';
import { parseNote, parseVerifierKey } from '../domain/signed-note.js';
import { signedCheckpoint } from './published-checkpoint.js';

/**
 * Returns the checkpoint of a signed note, or undefined where none of the verifying keys signed it.
 *
 * @param keys The keys as text, one per line.
 */
export const parseTrustedCheckpoint = (note: string, keys: string): Checkpoint | undefined =>
  signedCheckpoint(
    note,
    keys
      .split('\n')
      .map((line) => parseVerifierKey(nodePrimitives, line.trim()))
      .filter((key) => key !== undefined),
  );

/** Returns the checkpoint of a signed note, whoever signed it; undefined for any other text. */
export const checkpointInNote = (note: string): Checkpoint | undefined =>
  parseCheckpoint(parseNote(note)?.text ?? '');
