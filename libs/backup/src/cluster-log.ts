import type { EventStore } from '#libs/event-store';
import {
  type Checkpoint,
  CheckpointNotes,
  CheckpointStream,
  parseTrustedCheckpoint,
  type SignedLogReport,
  trustedKeys,
  verifyStoredLog,
} from '#libs/proof';
import { BackupError } from './backup-error.js';
import type { Checking } from './check-backup.js';

/** How many of the newest records are looked at for an event of the ledger: a server has records of its own. */
const NEWEST = 500;

/** The log of a cluster, which its store keeps. */
export class ClusterLog {
  private readonly notes: CheckpointNotes;

  constructor(
    readonly store: EventStore,
    private readonly checking: Checking,
  ) {
    this.notes = new CheckpointNotes(store, checking.clock);
  }

  /** Returns the newest signed checkpoint that the store keeps; undefined if nothing was signed. */
  async newestNote(): Promise<string | undefined> {
    let newest: string | undefined;
    for await (const note of this.notes.all()) newest = note;
    return newest;
  }

  /** Returns the last event of the ledger. @throws BackupError when there is none. */
  async end(): Promise<{ readonly position: string; readonly lastEventId: string }> {
    const [last] = await this.store.newest(NEWEST);
    if (last === undefined) throw new BackupError('The event store has no events of the ledger.');
    return { position: String(last.position), lastEventId: last.id };
  }

  /**
   * Verifies the whole log against its own checkpoints, and a checkpoint that was kept elsewhere.
   *
   * @param keys The verifying keys as text.
   * @param kept The path of the checkpoint.
   * @throws BackupError when a checkpoint is missing or by an unknown key.
   */
  async verify(keys: readonly string[], kept?: string): Promise<SignedLogReport> {
    const { streamPrefixes, clock, onProgress } = this.checking;
    const trusted = await Promise.all(keys.map(trustedKeys));
    return verifyStoredLog({
      store: this.store,
      streamPrefixes,
      checkpoints: new CheckpointStream(this.store, clock),
      notes: this.notes,
      trusted: trusted.flat(),
      kept,
      onProgress: (done) => {
        // How many there are is not known before the end.
        onProgress({ phase: 'verifying', done, total: done });
      },
    });
  }
}

export const linesOf = (text: string): readonly string[] => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ),
];

/** Parses a signed checkpoint. @throws BackupError when none of the keys signed it. */
export const trustedNote = (note: string, keys: string, where = 'the event store'): Checkpoint => {
  const checkpoint = parseTrustedCheckpoint(note, keys);
  if (checkpoint === undefined)
    throw new BackupError(
      `No known key signed the checkpoint in ${where}: pass its verifying key with --trust.`,
    );
  return checkpoint;
};
