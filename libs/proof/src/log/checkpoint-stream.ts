import { type AppendOutcome, entityIdOf, type EventStore, type RecordedEvent } from '#libs/event-store';
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
   * Yields the checkpoints from that revision on, the oldest first.
   *
   * @throws Error when a checkpoint cannot be read.
   */
  async *all(from = 0n): AsyncGenerator<IntendedCheckpoint> {
    for await (const event of this.store.readStream(STREAM, { direction: 'forwards', from }))
      yield checkpointIn(event);
  }

  /**
   * Returns the checkpoint that was recorded last, and the newest that is not of an origin that ended. They
   * are one, except before an origin has its first checkpoint.
   */
  async newest(restores: readonly Restore[]): Promise<NewestCheckpoints> {
    const ended = endedOrigins(restores);
    let last: IntendedCheckpoint | undefined;
    for await (const event of this.store.readStream(STREAM, { direction: 'backwards' })) {
      const checkpoint = checkpointIn(event);
      last ??= checkpoint;
      if (!ended.includes(checkpoint.origin)) return { last, newest: checkpoint };
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

/** @throws Error when the checkpoint cannot be read. */
const checkpointIn = ({ data, revision }: RecordedEvent): IntendedCheckpoint => {
  const { origin, size, root } = data;
  const hash = typeof root === 'string' ? bytesOfBase64(root) : undefined;
  if (typeof origin !== 'string' || hash === undefined || !Number.isSafeInteger(Number(size)))
    throw new Error(`The checkpoint at revision ${revision} of ${STREAM} cannot be read.`);
  return { origin, size: Number(size), root: hash, revision };
};
