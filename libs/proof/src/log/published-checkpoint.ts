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
   * Returns the checkpoint that was written last, or undefined if there is none, or it is of an origin that
   * has ended.
   *
   * @param ended The origins that the log had before its newest restore.
   * @throws CheckpointMismatchError when it cannot be read, or none of the keys signed it.
   */
  async newest(keys: readonly VerifierKey[], ended: readonly string[] = []): Promise<Checkpoint | undefined> {
    const text = await this.read();
    if (text === undefined) return undefined;
    const note = parseNote(text);
    const checkpoint = note && parseCheckpoint(note.text);
    if (note === undefined || checkpoint === undefined)
      throw new CheckpointMismatchError('The newest signed checkpoint cannot be read.');
    if (ended.includes(checkpoint.origin)) return undefined;
    if (signersOf(nodePrimitives, note, keys).length === 0)
      throw new CheckpointMismatchError('The newest checkpoint was not signed by the key of this ledger.');
    return checkpoint;
  }
}

/** Returns the checkpoint of a note that one of the keys signed; undefined for any other text. */
export const signedCheckpoint = (text: string, trusted: readonly VerifierKey[]): Checkpoint | undefined => {
  const note = parseNote(text);
  const checkpoint = note && parseCheckpoint(note.text);
  if (note === undefined || checkpoint === undefined) return undefined;
  // A key has the name of its log: that of an origin that ended signs no other.
  return signersOf(nodePrimitives, note, trusted).some(({ name }) => name === checkpoint.origin)
    ? checkpoint
    : undefined;
};
