import { nodePrimitives } from '../adapters/node-primitives.js';
import { type Checkpoint, parseCheckpoint } from '../domain/checkpoint.js';
import { parseNote, signersOf, type VerifierKey } from '../domain/signed-note.js';
import { CheckpointMismatchError } from './proof-log-standing.js';

/** Where the newest signed checkpoint is kept for the next start, and for whoever verifies the log. */
export abstract class PublishedCheckpoint {
  /** Kept for good when it resolves. */
  abstract write(note: string): Promise<void>;

  protected abstract read(): Promise<string | undefined>;

  /** @throws CheckpointMismatchError when there is one that none of the keys has signed. */
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

/** The checkpoint of a note that one of the keys has signed; undefined for any other text. */
export const signedCheckpoint = (text: string, trusted: readonly VerifierKey[]): Checkpoint | undefined => {
  const note = parseNote(text);
  if (note === undefined || signersOf(nodePrimitives, note, trusted).length === 0) return undefined;
  return parseCheckpoint(note.text);
};
