import { setTimeout as pause } from 'node:timers/promises';
import { type EventStore, followLog, StoreUnavailableError } from '#libs/event-store';
import type { Clock } from '#libs/kernel';
import { limits } from '../limits.js';
import { chainedStreamPrefixes } from './chained-streams.js';
import { CheckpointSigner, type SignedCheckpoint } from './checkpoint-signer.js';
import { CheckpointStream } from './checkpoint-stream.js';
import { LogStanding } from './log-standing.js';
import { MerkleLog } from './merkle-log.js';
import type { PublishedCheckpoint } from './published-checkpoint.js';
import { SigningKeys } from './signing-keys.js';

export interface LedgerLogParts {
  readonly store: EventStore;
  readonly keys: SigningKeys;
  /** Undefined where nothing is signed. */
  readonly published: PublishedCheckpoint | undefined;
  readonly clock: Clock;
}

/** The Merkle log behind the store: reads it, follows it, and has its checkpoints signed. */
export class LedgerLog {
  readonly checkpoints: CheckpointStream;
  private readonly standing = new LogStanding();
  private readonly stopping = new AbortController();
  private readonly signer: CheckpointSigner;
  private merkleLog: MerkleLog;
  private running: Promise<unknown> = Promise.resolve();

  private constructor(private readonly parts: LedgerLogParts) {
    const { store, keys, published, clock } = parts;
    const { standing } = this;
    const checkpoints = new CheckpointStream(store, clock);
    this.merkleLog = new MerkleLog(store);
    this.checkpoints = checkpoints;
    this.signer = new CheckpointSigner({
      log: () => this.log,
      checkpoints,
      standing,
      keys,
      published,
      clock,
    });
  }

  /**
   * Makes the tree from the log and compares it with what was signed before.
   *
   * @throws LogMismatchError when the log is shorter than, or another than, the one that was signed.
   */
  static async open(parts: LedgerLogParts): Promise<LedgerLog> {
    const opened = new LedgerLog(parts);
    await opened.load();
    return opened;
  }

  /** For a store that may come later than this process: the log is made when it is started, and not sound until then. */
  static awaiting(parts: LedgerLogParts): LedgerLog {
    return new LedgerLog(parts);
  }

  /** Where nobody gave a key: events are chained all the same, and nothing is signed. What others signed must hold. */
  static unsigned(store: EventStore, clock: Clock): LedgerLog {
    const parts = { store, clock, keys: SigningKeys.temporary(), published: undefined };
    return new LedgerLog(parts);
  }

  private async load(): Promise<void> {
    // First what was signed, then the log: another process may go on with both meanwhile.
    const published = await this.parts.published?.newest(this.keys.verifierKeys);
    const intended = await this.checkpoints.newest();
    if (this.signer.canSign || intended !== undefined) await this.log.readOn();
    if (published !== undefined) this.signer.assertIsOurs(published);
    if (intended !== undefined) {
      this.signer.assertIsOurs(intended);
      await this.signer.sign(intended);
    }
    this.standing.load();
  }

  get log(): MerkleLog {
    return this.merkleLog;
  }

  /** The newest checkpoint that is signed and on the disk. */
  get newest(): SignedCheckpoint | undefined {
    return this.signer.newest;
  }

  get keys(): SigningKeys {
    return this.parts.keys;
  }

  get isHealthy(): boolean {
    return this.standing.isHealthy;
  }

  /** Why the log is not the one that was signed, and what to do; undefined while this process knows of no reason. */
  get mismatch(): string | undefined {
    return this.standing.mismatch;
  }

  /** @throws StoreUnavailableError while the log is not known to be the one that was signed. */
  assertSound(): void {
    this.standing.assertSound();
  }

  /** The log does not verify: it is signed and appended to no more until somebody has looked and started it again. */
  markUnsound(): void {
    this.standing.markUnsound();
  }

  /** @param onError hears of each problem once, until another takes its place. */
  start(onError: (error: unknown) => void): void {
    const { signal } = this.stopping;
    this.standing.onProblem(onError);
    this.running = this.loadAndFollow();
    const goOn = (): void => void this.signer.goOn().catch(() => undefined);
    const timer = setInterval(goOn, limits.minCheckpointMs).unref();
    signal.addEventListener('abort', () => {
      clearInterval(timer);
    });
  }

  private async loadAndFollow(): Promise<void> {
    const { signal } = this.stopping;
    const fail = (error: unknown): void => {
      this.standing.fail('reading', error);
    };
    for (let attempt = 0; !this.standing.isLoaded && !signal.aborted; attempt += 1)
      await this.load().catch(async (error: unknown) => {
        fail(error);
        const isMismatch = this.mismatch !== undefined;
        // What was read may be what is wrong.
        if (isMismatch) this.merkleLog = new MerkleLog(this.parts.store);
        await pause(retryMs(attempt, isMismatch), undefined, { signal }).catch(() => undefined);
      });
    if (!this.signer.canSign) return;
    const from = { after: this.log.position, streamPrefixes: chainedStreamPrefixes, signal };
    await followLog(this.parts.store, from, {
      gatherMs: limits.followGatherMs,
      onPage: (page) => {
        this.log.take(page);
        this.standing.succeed('reading');
      },
      onError: fail,
    });
  }

  /** @throws StoreUnavailableError when it could not be read, or is not the log that was signed. */
  async untilRead(): Promise<void> {
    while (!this.standing.isLoaded) {
      if (this.standing.hasFailed('reading')) this.assertSound();
      await pause(limits.followGatherMs);
    }
  }

  /** Ends after the checkpoint that is being signed. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    await this.signer.stop();
  }

  /** The event and its leaf, also when it was written a moment ago; undefined when the store has no such event. */
  async find(eventId: string): ReturnType<MerkleLog['find']> {
    const head = await this.parts.store.headPosition();
    for (let wait = 0; wait < limits.maxFollowWaits && this.log.position < head; wait += 1) {
      const found = await this.log.find(eventId);
      if (found !== undefined) return found;
      await pause(limits.followGatherMs);
    }
    return this.log.find(eventId);
  }

  /**
   * The leaf of an event that is in the store, reading on when the log did not come to it yet.
   *
   * @throws StoreUnavailableError when it is not there in time.
   */
  async indexOf(eventId: string): Promise<number> {
    for (let wait = 0; wait <= limits.maxFollowWaits; wait += 1) {
      const index = this.log.indexOf(eventId);
      if (index !== undefined) return index;
      await pause(limits.followGatherMs);
    }
    throw new StoreUnavailableError('The event is not in the log of proofs yet.');
  }

  /** A signed checkpoint that covers at least so many events, made now when there is none. */
  covering(size: number): Promise<SignedCheckpoint> {
    return this.signer.covering(size);
  }

  /** Signs the tree as it stands, unless nothing came since the last time. */
  checkpoint(): Promise<void> {
    return this.signer.checkpoint();
  }
}

/** What could not be read is soon there; what is another log waits for somebody, and costs a reading of all of it. */
const retryMs = (attempt: number, isMismatch: boolean): number =>
  isMismatch ? Math.min(limits.maxRetryMs, limits.retryMs * 2 ** attempt) : limits.retryMs;
