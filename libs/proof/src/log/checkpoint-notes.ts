import { type EventStore, newCommandId, StoreUnavailableError } from '#libs/event-store';
import type { Clock } from '#libs/kernel';
import { parseCheckpoint } from '../domain/checkpoint.js';
import { parseNote } from '../domain/signed-note.js';
import { limits } from '../limits.js';
import { ledgerMetadata } from './ledger-metadata.js';
import { PublishedCheckpoint } from './published-checkpoint.js';

const STREAM = 'ledgerCheckpoints-signed';
const SIGNED = 'CheckpointSigned.v1';

interface KeptNote {
  readonly note: string;
  readonly revision: bigint;
}

/**
 * Keeps every signed checkpoint in the event store, for processes without a disk of their own. Somebody who
 * can write to the store can replace it with an older copy, notes included, but cannot sign a different log.
 */
export class CheckpointNotes extends PublishedCheckpoint {
  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** Yields every signed note, from the first to the newest. What another tool has put among them is left out. */
  async *all(): AsyncGenerator<string> {
    for await (const { data } of this.store.readStream(STREAM, { direction: 'forwards' })) {
      const note = textOf(data['note']);
      if (note !== '') yield note;
    }
  }

  override async write(note: string): Promise<void> {
    for (let attempt = 0; attempt < limits.maxCheckpointAttempts; attempt += 1) {
      const last = await this.last();
      // Processes with the same keys write the same note. While a key is being changed, a process with other
      // keys appends its own note for the same checkpoint.
      if (last !== undefined && (last.note === note || isLater(last.note, note))) return;
      const event = {
        id: newCommandId(),
        type: SIGNED,
        data: { note },
        metadata: ledgerMetadata(this.clock),
      };
      const { outcome } = await this.store.append(STREAM, [event], last?.revision ?? 'no-stream');
      if (outcome === 'appended') return;
    }
    throw new StoreUnavailableError('The signed checkpoint could not be kept.');
  }

  protected override async read(): Promise<string | undefined> {
    for (const maxCount of [1, MAX_FOREIGN])
      for await (const { data } of this.store.readStream(STREAM, { direction: 'backwards', maxCount })) {
        const note = textOf(data['note']);
        if (note !== '') return note;
      }
    return undefined;
  }

  private async last(): Promise<KeptNote | undefined> {
    const last = { direction: 'backwards', maxCount: 1 } as const;
    for await (const { data, revision } of this.store.readStream(STREAM, last))
      return { note: textOf(data['note']), revision };
    return undefined;
  }
}

/** How far back a note is looked for among events of other tools. */
const MAX_FOREIGN = 1_000;

/** Returns the empty text, which no key has signed, for anything that is not a text. */
const textOf = (note: unknown): string => (typeof note === 'string' ? note : '');

/** Returns whether the note is of the same origin, over more events. A new origin begins again. */
const isLater = (note: string, than: string): boolean => {
  const [one, other] = [note, than].map((text) => parseCheckpoint(parseNote(text)?.text ?? ''));
  return one !== undefined && one.origin === other?.origin && one.size > other.size;
};
