import type { RecordedEvent } from '#libs/event-store';
import { nodePrimitives } from '../adapters/node-primitives.js';
import type { Checkpoint } from '../domain/checkpoint.js';
import { MerkleTree } from '../domain/merkle-tree.js';
import { bytesOfHex, sameBytes } from '../domain/primitives.js';
import type { LogFault } from './log-fault.js';
import { type CheckedRestore, faultOfRestore } from './restore-verification.js';

/** The tree of one origin, which must have the roots of the checkpoints that were signed under it. */
export class OriginVerification {
  private readonly tree = new MerkleTree(nodePrimitives);
  private firstSinceCheckpoint: string | undefined;
  private last: string | undefined;
  /** How many checkpoints were recomputed and match. */
  reproduced = 0;
  fault: LogFault | undefined;

  /** @param checkpoints In ascending order of size. */
  constructor(private readonly checkpoints: readonly Checkpoint[]) {}

  get size(): number {
    return this.tree.size;
  }

  /** The fault of a log that ends before a checkpoint does. */
  get missing(): LogFault | undefined {
    const missing = this.checkpoints[this.reproduced];
    return (
      missing && {
        what: `the log ends after ${this.size} events, but a checkpoint over ${missing.size} was signed`,
        ...(this.last !== undefined && { from: this.last, to: this.last }),
      }
    );
  }

  append({ id }: Pick<RecordedEvent, 'id'>, leafHash: string): void {
    this.tree.append(bytesOfHex(leafHash) ?? new Uint8Array());
    this.last = id;
    this.firstSinceCheckpoint ??= id;
    this.compare();
  }

  /** Returns the fault of an origin that ends with this restore; undefined if it is sound. */
  endWith(ending: CheckedRestore): LogFault | undefined {
    const { kept } = ending.restore;
    if (kept.size > this.size || !sameBytes(this.tree.root(kept.size), kept.root))
      return faultOfRestore(ending.event, 'the events before it are not those that it says were left');
    return this.missing;
  }

  private compare(): void {
    for (;;) {
      const next = this.checkpoints[this.reproduced];
      if (next === undefined || next.size > this.size || this.fault !== undefined) return;
      if (next.size !== this.size || !sameBytes(next.root, this.tree.root())) {
        this.fault = {
          what: `the events up to here do not have the root of the checkpoint over ${next.size} events`,
          ...(this.firstSinceCheckpoint !== undefined && { from: this.firstSinceCheckpoint }),
          ...(this.last !== undefined && { to: this.last }),
        };
        return;
      }
      this.reproduced += 1;
      this.firstSinceCheckpoint = undefined;
    }
  }
}
