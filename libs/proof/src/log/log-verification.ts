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
  /** How many checkpoints were recomputed and match. */
  readonly checkpoints: number;
  /** The first fault; undefined for a sound log. */
  readonly fault: LogFault | undefined;
}

/**
 * What is wrong with a log: with one `event`, or, where only a checkpoint shows it, with the events from
 * `from` to `to`, of which at least one is bad. For a log that ends too early both are its last event.
 */
export interface LogFault {
  readonly what: string;
  readonly event?: EventFault;
  /** An event id. */
  readonly from?: string;
  /** An event id. */
  readonly to?: string;
}

/** Returns the report of a fault that was found before any event was hashed. */
export const notVerified = (fault: LogFault): LogReport => ({
  verdict: 'mismatch',
  events: 0,
  checkpoints: 0,
  fault,
});

export interface LogToVerify {
  readonly store: EventStore;
  /** The prefixes of the streams whose events are leaves of the proof log. */
  readonly streamPrefixes: readonly string[];
  /** The checkpoints that the log must reproduce, in ascending order of size. */
  readonly checkpoints: readonly Checkpoint[];
  /** Called after each page with the number of events so far, and awaited. */
  readonly onProgress?: (events: number) => Promise<void> | void;
}

/**
 * Reads the whole event log, recomputes every leaf and checkpoint, and stops at the first difference.
 *
 * @throws StreamDamagedError when the store itself finds a stream truncated or deleted.
 */
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

  /** Finds the fault of a log that ends before a checkpoint does. */
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
