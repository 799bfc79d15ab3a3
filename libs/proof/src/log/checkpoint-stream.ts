import { type AppendOutcome, entityIdOf, type EventStore } from '#libs/event-store';
import type { Clock } from '#libs/kernel';
import { nodePrimitives } from '../adapters/node-primitives.js';
import type { Checkpoint } from '../domain/checkpoint.js';
import { bytesOfBase64 } from '../domain/primitives.js';
import { ledgerMetadata } from './ledger-metadata.js';

const STREAM = 'ledgerCheckpoints-main';
const INTENDED = 'CheckpointIntended.v1';

export interface IntendedCheckpoint extends Checkpoint {
  readonly revision: bigint;
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
    for await (const { data, revision } of this.store.readStream(STREAM, { direction: 'forwards', from })) {
      const { origin, size, root } = data;
      const hash = typeof root === 'string' ? bytesOfBase64(root) : undefined;
      if (typeof origin !== 'string' || hash === undefined || !Number.isSafeInteger(Number(size)))
        throw new Error(`The checkpoint at revision ${revision} of ${STREAM} cannot be read.`);
      yield { origin, size: Number(size), root: hash, revision };
    }
  }

  async newest(): Promise<IntendedCheckpoint | undefined> {
    const last = { direction: 'backwards', maxCount: 1 } as const;
    for await (const { revision } of this.store.readStream(STREAM, last))
      for await (const checkpoint of this.all(revision)) return checkpoint;
    return undefined;
  }

  /** Records a checkpoint before it is signed. A conflict means that another process has recorded one. */
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
