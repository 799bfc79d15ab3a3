import { nodePrimitives } from '../adapters/node-primitives.js';
import { type Checkpoint, parseCheckpoint } from '../domain/checkpoint.js';
import { parseNote, signersOf, type VerifierKey } from '../domain/signed-note.js';
import { CheckpointMismatchError } from './proof-log-standing.js';

/** The place that keeps the newest signed checkpoint, for the next start and for verification of the log. */
export abstract class PublishedCheckpoint {
  /** Writes the signed note. Once this resolves, a process that starts reads this note or a newer one. */
  abstract write(note: string): Promise<void>;

  protected abstract read(): Promise<string | undefined>;

  /**
   * Returns the checkpoint that was written last, or undefined if there is none.
   *
   * @throws CheckpointMismatchError when it cannot be read, or none of the keys signed it.
   */
  async newest(keys: readonly VerifierKey[]): Promise<Checkpoint | undefined> {
    const text = await this.read();
    if (text === undefined) return undefined;
    const note = parseNote(text);
    const checkpoint = note && parseCheckpoint(note.text);
    if (note === undefined || checkpoint === undefined)
      throw new CheckpointMismatchError('The newest signed checkpoint cannot be read.');
    if (signersOf(nodePrimitives, note, keys).length === 0)
      throw new CheckpointMismatchError('The newest checkpoint was not signed by the key of this ledger.');
    return checkpoint;
  }
}

/** Returns the checkpoint of a note that one of the keys signed; undefined for any other text. */
export const signedCheckpoint = (text: string, trusted: readonly VerifierKey[]): Checkpoint | undefined => {
  const note = parseNote(text);
  if (note === undefined || signersOf(nodePrimitives, note, trusted).length === 0) return undefined;
  return parseCheckpoint(note.text);
};
