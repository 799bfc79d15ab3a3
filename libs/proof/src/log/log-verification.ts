import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type EventStore,
  type HeldStream,
  isCutNotice,
  isStoresOwn,
  type RecordedEvent,
} from '#libs/event-store';
import { nodePrimitives } from '../adapters/node-primitives.js';
import type { Checkpoint } from '../domain/checkpoint.js';
import { ChainVerifier } from '../domain/chain-verifier.js';
import { reportOf, type RestoreReport } from '../domain/restore.js';
import type { VerifierKey } from '../domain/signed-note.js';
import { limits } from '../limits.js';
import type { LogFault } from './log-fault.js';
import { OriginVerification } from './origin-verification.js';
import {
  type CheckedRestore,
  checkRestores,
  placeCheckpoints,
  type PlacedCheckpoints,
} from './restore-verification.js';
import { RestoreStream } from './restore-stream.js';

export interface LogReport {
  /** `incomplete`: nothing is wrong with the log, but it says that it lost what a kept checkpoint covers. */
  readonly verdict: 'verified' | 'mismatch' | 'incomplete';
  /** How many events were read and hashed again. */
  readonly events: number;
  /** How many checkpoints were recomputed and match. */
  readonly checkpoints: number;
  /** The first fault, or what is lost; undefined for a sound log that has everything. */
  readonly fault: LogFault | undefined;
  /** Every restore of the log, the oldest first; absent in a log that was never restored. */
  readonly restores?: readonly RestoreReport[];
  /** What the ledger cannot read, which makes no hash wrong; absent if there is nothing. */
  readonly heldBack?: readonly HeldStream[];
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
  /** The checkpoints that the log recorded, and must reproduce. */
  readonly checkpoints: readonly Checkpoint[];
  /** Checkpoints that were kept outside the log. Only of these a restored log may say that they are lost. */
  readonly kept?: readonly Checkpoint[];
  /** The keys with which the signed notes in restores are checked, where they name one of them. */
  readonly trusted?: readonly VerifierKey[];
  /** Returns what an event holds back because it cannot be read; undefined for any other. By default none. */
  readonly heldBy?: (event: RecordedEvent) => HeldStream | undefined;
  /** Called after each page with the number of events so far, and awaited. */
  readonly onProgress?: (events: number) => Promise<void> | void;
}

/**
 * Reads the whole event log, recomputes every leaf and checkpoint, and stops at the first difference. In a
 * log that was restored, the checkpoints of each origin are compared with the tree as it was under it.
 *
 * @throws StreamDamagedError when the store itself finds a stream truncated or deleted.
 */
export const verifyLog = async (log: LogToVerify): Promise<LogReport> => {
  const { heldBy = () => undefined } = log;
  const checked = await checkRestores(new RestoreStream(log.store).events(), log.trusted ?? [], heldBy);
  if (checked.fault !== undefined) return notVerified(checked.fault);
  const placed = placeCheckpoints(log, checked.restores);
  if (placed.fault !== undefined) return { ...notVerified(placed.fault), ...restoresOf(checked.restores) };
  const verification = new Verification(checked.restores, placed, heldBy);
  for await (const { events } of log.store.readAll({ streamPrefixes: log.streamPrefixes })) {
    for (const [index, event] of events.entries()) {
      // Hashing a page at once would hold up whatever else the process answers.
      if (index % limits.verifiedAtOnce === limits.verifiedAtOnce - 1) await nextTurn();
      verification.take(event);
      if (verification.fault !== undefined) return verification.report;
    }
    await log.onProgress?.(verification.report.events);
  }
  verification.end();
  return verification.report;
};

const restoresOf = (restores: readonly CheckedRestore[]): Pick<LogReport, 'restores'> =>
  restores.length === 0 ? {} : { restores: restores.map(({ restore }) => reportOf(restore)) };

class Verification {
  private readonly chain = new ChainVerifier(nodePrimitives);
  /** One for each origin that the log has had, the oldest first. */
  private readonly origins: readonly OriginVerification[];
  private readonly lost: string | undefined;
  private readonly held: HeldStream[] = [];
  /** How many restores, and so ends of an origin, have been met. */
  private met = 0;
  fault: LogFault | undefined;

  constructor(
    private readonly restores: readonly CheckedRestore[],
    { expected, lost }: PlacedCheckpoints,
    private readonly heldBy: NonNullable<LogToVerify['heldBy']>,
  ) {
    this.lost = lost;
    this.origins = expected.map((checkpoints) => new OriginVerification(checkpoints));
    for (const [index, { event, leafHash }] of restores.entries())
      this.origins[index + 1]?.append(event, leafHash);
    this.fault = this.firstFault;
  }

  get report(): LogReport {
    return {
      verdict: this.verdict,
      events: this.current?.size ?? 0,
      checkpoints: this.origins.reduce((sum, { reproduced }) => sum + reproduced, 0),
      fault: this.fault ?? (this.lost === undefined ? undefined : { what: this.lost }),
      ...restoresOf(this.restores),
      ...(this.held.length > 0 && { heldBack: this.held }),
    };
  }

  take(event: RecordedEvent): void {
    this.meetRestoresBefore(event.position);
    if (this.fault !== undefined) return;
    const held = this.heldBy(event);
    if (held !== undefined) this.held.push(held);
    if (isStoresOwn(event)) {
      if (!isCutNotice(event)) this.chain.pass(event);
      return;
    }
    const { leafHash, fault } = this.chain.check(event, { isForeign: held !== undefined });
    if (fault === undefined) this.append(event, leafHash, this.met);
    else this.fault = { what: fault.what, event: fault };
  }

  /** Finds the fault of a log that ends before a checkpoint does. */
  end(): void {
    this.meetRestoresBefore(undefined);
    this.fault ??= this.current?.missing;
  }

  private get verdict(): LogReport['verdict'] {
    if (this.fault !== undefined) return 'mismatch';
    return this.lost === undefined ? 'verified' : 'incomplete';
  }

  private get current(): OriginVerification | undefined {
    return this.origins.at(-1);
  }

  private get firstFault(): LogFault | undefined {
    return this.origins.find(({ fault }) => fault !== undefined)?.fault;
  }

  /** Ends the origins whose restore comes before that position, or all but the last. */
  private meetRestoresBefore(position: bigint | undefined): void {
    for (; this.fault === undefined; this.met += 1) {
      const next = this.restores[this.met];
      if (next === undefined || (position !== undefined && next.event.position > position)) return;
      this.fault = this.origins[this.met]?.endWith(next);
      if (this.fault === undefined) this.append(next.event, next.leafHash, this.met + 2);
    }
  }

  /** Appends a leaf to the trees of the origins from that one on. */
  private append(event: RecordedEvent, leafHash: string, from: number): void {
    for (const origin of this.origins.slice(from)) origin.append(event, leafHash);
    this.fault = this.firstFault;
  }
}
