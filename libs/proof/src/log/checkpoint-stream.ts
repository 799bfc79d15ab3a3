import {
  type AppendOutcome,
  assertLegible,
  entityIdOf,
  type EventStore,
  type RecordedEvent,
  UndecodableEventError,
} from '#libs/event-store';
import type { Clock } from '#libs/kernel';
import { nodePrimitives } from '../adapters/node-primitives.js';
import type { Checkpoint } from '../domain/checkpoint.js';
import { bytesOfBase64 } from '../domain/primitives.js';
import type { Restore } from '../domain/restore.js';
import { ledgerMetadata } from './ledger-metadata.js';
import { endedOrigins } from './origins.js';

/** The prefix of the streams with which the proof log keeps its own books. They are made again when lost. */
export const checkpointStreamPrefix = 'ledgerCheckpoints-';

const STREAM = `${checkpointStreamPrefix}main`;
const INTENDED = 'CheckpointIntended.v1';

export interface IntendedCheckpoint extends Checkpoint {
  readonly revision: bigint;
}

export interface NewestCheckpoints {
  /** The newest checkpoint of an origin that has not ended. */
  readonly newest: IntendedCheckpoint | undefined;
  /** The last one, of whatever origin. The next one is recorded right after it. */
  readonly last: IntendedCheckpoint | undefined;
}

/**
 * The stream in which every checkpoint is recorded before it is signed. It is the fence between processes:
 * only one append at a revision succeeds, and a process that loses continues from the winner's checkpoint.
 */
export class CheckpointStream {
  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
  ) {}

  /**
   * Yields the checkpoints from that revision on, the oldest first. What another tool has put into the stream is
   * left out: no decision rests on it, because each checkpoint is compared with the log.
   */
  async *all(from = 0n): AsyncGenerator<IntendedCheckpoint> {
    for await (const event of this.store.readStream(STREAM, { direction: 'forwards', from })) {
      const checkpoint = checkpointIn(event);
      if (checkpoint !== undefined) yield { ...checkpoint, revision: event.revision };
    }
  }

  /**
   * Returns the checkpoint that was recorded last, at the revision at which the stream ends, and the newest that is
   * not of an origin that ended. They are one, except before an origin has its first checkpoint.
   */
  async newest(restores: readonly Restore[]): Promise<NewestCheckpoints> {
    const ended = endedOrigins(restores);
    let end: bigint | undefined;
    let last: IntendedCheckpoint | undefined;
    for await (const event of this.store.readStream(STREAM, { direction: 'backwards' })) {
      end ??= event.revision;
      const checkpoint = checkpointIn(event);
      if (checkpoint === undefined) continue;
      const recorded = { ...checkpoint, revision: last === undefined ? end : event.revision };
      last ??= recorded;
      if (!ended.includes(recorded.origin)) return { last, newest: recorded };
    }
    return { last, newest: undefined };
  }

  /**
   * Records a checkpoint before it is signed, right after the last one, of whatever origin. A conflict means
   * that another process has recorded one.
   */
  intend({ origin, size, root }: Checkpoint, after: IntendedCheckpoint | undefined): Promise<AppendOutcome> {
    const event = {
      id: entityIdOf('checkpoint', `${origin} ${size}`),
      type: INTENDED,
      data: { origin, size: String(size), root: nodePrimitives.base64(root) },
      metadata: ledgerMetadata(this.clock),
    };
    return this.store.append(STREAM, [event], after?.revision ?? 'no-stream');
  }
}

/** Returns the checkpoint that an event records; undefined for an event that another tool wrote. */
const checkpointIn = ({ type, data, illegible }: RecordedEvent): Checkpoint | undefined => {
  const { origin, size, root } = data;
  const hash = typeof root === 'string' ? bytesOfBase64(root) : undefined;
  if (illegible !== undefined || type !== INTENDED) return undefined;
  if (
    typeof origin !== 'string' ||
    hash === undefined ||
    typeof size !== 'string' ||
    !/^\d{1,15}$/.test(size)
  )
    return undefined;
  return { origin, size: Number(size), root: hash };
};

/**
 * @throws UndecodableEventError when the event records no checkpoint.
 */
export const checkCheckpointEvent = (event: RecordedEvent): void => {
  assertLegible(event);
  const isNote = event.stream === SIGNED_STREAM && typeof event.data['note'] === 'string';
  if (!isNote && checkpointIn(event) === undefined)
    throw new UndecodableEventError(event, 'it records no checkpoint: another tool wrote it');
};

const SIGNED_STREAM = `${checkpointStreamPrefix}signed`;
