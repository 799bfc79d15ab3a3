import type { EventStore, RecordedEvent } from '#libs/event-store';
import { nodePrimitives } from '../adapters/node-primitives.js';
import type { Checkpoint } from '../domain/checkpoint.js';
import { ChainVerifier, type EventFault } from '../domain/chain-verifier.js';
import { MerkleTree } from '../domain/merkle-tree.js';
import { bytesOfHex, sameBytes } from '../domain/primitives.js';

export interface LogReport {
  readonly verdict: 'verified' | 'mismatch';
  /** How many events were read and hashed again. */
  readonly events: number;
  /** How many checkpoints were made again and are the same. */
  readonly checkpoints: number;
  /** The first thing that is wrong; undefined for a sound log. */
  readonly fault: LogFault | undefined;
}

/** With the event at fault, or the first and last that may be, where only a checkpoint tells. */
export interface LogFault {
  readonly what: string;
  readonly event?: EventFault;
  readonly from?: string;
  readonly to?: string;
}

/** What cannot be read as it was written needs no hash to be judged. */
export const notVerified = (fault: LogFault): LogReport => ({
  verdict: 'mismatch',
  events: 0,
  checkpoints: 0,
  fault,
});

export interface LogToVerify {
  readonly store: EventStore;
  /** The streams whose events are leaves, by the beginnings of their names. */
  readonly streamPrefixes: readonly string[];
  /** Every checkpoint that must come out again, in rising size. */
  readonly checkpoints: readonly Checkpoint[];
  /** After each page, with the number of events so far. */
  readonly onProgress?: (events: number) => Promise<void> | void;
}

/** Reads the whole log, makes every leaf and every checkpoint again, and stops at the first difference. */
export const verifyLog = async (log: LogToVerify): Promise<LogReport> => {
  const verification = new Verification(log.checkpoints);
  for await (const { events } of log.store.readAll({ streamPrefixes: log.streamPrefixes })) {
    for (const event of events) {
      verification.take(event);
      if (verification.fault !== undefined) return verification.report;
    }
    await log.onProgress?.(verification.report.events);
  }
  verification.end();
  return verification.report;
};

class Verification {
  private readonly tree = new MerkleTree(nodePrimitives);
  private readonly chain = new ChainVerifier(nodePrimitives);
  private readonly checkpoints: readonly Checkpoint[];
  private reproduced = 0;
  private firstSinceCheckpoint: string | undefined;
  private last: RecordedEvent | undefined;
  fault: LogFault | undefined;

  constructor(checkpoints: readonly Checkpoint[]) {
    this.checkpoints = checkpoints;
  }

  get report(): LogReport {
    const verdict = this.fault === undefined ? 'verified' : 'mismatch';
    return { verdict, events: this.tree.size, checkpoints: this.reproduced, fault: this.fault };
  }

  take(event: RecordedEvent): void {
    const { leafHash, fault } = this.chain.check(event);
    if (fault !== undefined) {
      this.fault = { what: fault.what, event: fault };
      return;
    }
    this.tree.append(bytesOfHex(leafHash) ?? new Uint8Array());
    this.last = event;
    this.firstSinceCheckpoint ??= event.id;
    this.compare();
  }

  /** What the log should still have had. */
  end(): void {
    const missing = this.checkpoints[this.reproduced];
    if (missing === undefined) return;
    const { size } = this.tree;
    this.fault = {
      what: `the log ends after ${size} events, but a checkpoint over ${missing.size} was signed`,
      ...(this.last !== undefined && { from: this.last.id, to: this.last.id }),
    };
  }

  private compare(): void {
    for (;;) {
      const next = this.checkpoints[this.reproduced];
      if (next === undefined || next.size > this.tree.size) return;
      if (next.size !== this.tree.size || !sameBytes(next.root, this.tree.root())) {
        this.fault = {
          what: `the events up to here do not have the root of the checkpoint over ${next.size} events`,
          ...(this.firstSinceCheckpoint !== undefined && { from: this.firstSinceCheckpoint }),
          ...(this.last !== undefined && { to: this.last.id }),
        };
        return;
      }
      this.reproduced += 1;
      this.firstSinceCheckpoint = undefined;
    }
  }
}
