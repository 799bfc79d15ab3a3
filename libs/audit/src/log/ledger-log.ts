import { setTimeout as pause } from 'node:timers/promises';
import { type EventStore, followLog, StoreUnavailableError } from '#libs/event-store';
import type { Clock } from '#libs/kernel';
import type { Checkpoint } from '../domain/checkpoint.js';
import { sameBytes } from '../domain/primitives.js';
import { limits } from '../limits.js';
import { chainedStreamPrefixes } from './chained-streams.js';
import { CheckpointStream, type IntendedCheckpoint } from './checkpoint-stream.js';
import { LogMismatchError, LogStanding } from './log-standing.js';
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

export interface SignedCheckpoint extends Checkpoint {
  /** The signed note. */
  readonly note: string;
}

/** Grows the Merkle log behind the store and signs its checkpoints, one after the other. */
export class LedgerLog {
  readonly checkpoints: CheckpointStream;
  private readonly standing = new LogStanding();
  private readonly stopping = new AbortController();
  private merkleLog: MerkleLog;
  private running: Promise<unknown> = Promise.resolve();
  private signing: Promise<unknown> = Promise.resolve();
  private signed: SignedCheckpoint | undefined;
  private lastLookAt = 0;
  private turnsTaken = 0;
  private onError: (error: unknown) => void = () => undefined;

  private constructor(private readonly parts: LedgerLogParts) {
    this.merkleLog = new MerkleLog(parts.store);
    this.checkpoints = new CheckpointStream(parts.store, parts.clock);
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
    if (this.isSigned || intended !== undefined) await this.log.readOn();
    if (published !== undefined) this.assertIsOurs(published);
    if (intended !== undefined) {
      this.assertIsOurs(intended);
      await this.sign(intended);
    }
    this.standing.load();
  }

  get log(): MerkleLog {
    return this.merkleLog;
  }

  /** The newest checkpoint that is signed and on the disk. */
  get newest(): SignedCheckpoint | undefined {
    return this.signed;
  }

  private get isSigned(): boolean {
    return this.parts.published !== undefined;
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
    this.onError = onError;
    this.running = this.loadAndFollow();
    const goOn = (): void => void this.goOn().catch(() => undefined);
    const timer = setInterval(goOn, limits.minCheckpointMs).unref();
    signal.addEventListener('abort', () => {
      clearInterval(timer);
    });
  }

  private async loadAndFollow(): Promise<void> {
    const { signal } = this.stopping;
    const fail = (error: unknown): void => {
      if (this.standing.fail('reading', error)) this.onError(error);
    };
    for (let attempt = 0; !this.standing.isLoaded && !signal.aborted; attempt += 1)
      await this.load().catch(async (error: unknown) => {
        fail(error);
        const isMismatch = this.mismatch !== undefined;
        // What was read may be what is wrong.
        if (isMismatch) this.merkleLog = new MerkleLog(this.parts.store);
        await pause(retryMs(attempt, isMismatch), undefined, { signal }).catch(() => undefined);
      });
    if (!this.isSigned) return;
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
    await this.signing.catch(() => undefined);
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
  async covering(size: number): Promise<SignedCheckpoint> {
    if (this.signed === undefined || this.signed.size < size) await this.checkpoint();
    if (this.signed === undefined || this.signed.size < size)
      throw new StoreUnavailableError('The event is not in a signed checkpoint yet.');
    return this.signed;
  }

  /** Signs the tree as it stands, unless nothing came since the last time. */
  async checkpoint(): Promise<void> {
    if (!this.isSigned) throw new StoreUnavailableError('This process has no key to sign the log with.');
    if (!this.maySign)
      throw new StoreUnavailableError('The log is not read yet, or does not verify, and is not signed.');
    return this.inTurn(() => this.intendAndSign());
  }

  /** Signs what is due, and looks now and then whether what was signed still holds. */
  private async goOn(): Promise<void> {
    if (!this.maySign || this.turnsTaken > 0) return;
    const fresh = this.log.tree.size - (this.signed?.size ?? 0);
    const waited = this.parts.clock.now().getTime() - this.lastLookAt;
    const isTime = waited >= limits.checkpointMs || this.standing.hasFailed('signing');
    if (fresh >= limits.checkpointLeaves || (fresh > 0 && isTime)) await this.checkpoint();
    else if (isTime) await this.inTurn(() => this.newestOfOurs());
  }

  private get maySign(): boolean {
    return this.isSigned && this.standing.maySign;
  }

  private inTurn(work: () => Promise<unknown>): Promise<void> {
    const once = async (): Promise<void> => {
      try {
        await work();
        this.standing.succeed('signing');
        this.lastLookAt = this.parts.clock.now().getTime();
      } catch (error) {
        if (this.standing.fail('signing', error)) this.onError(error);
        throw error;
      } finally {
        this.turnsTaken -= 1;
      }
    };
    this.turnsTaken += 1;
    const turn = this.signing.then(once, once);
    this.signing = turn;
    return turn;
  }

  private async intendAndSign(): Promise<void> {
    for (let attempt = 0; attempt < limits.maxCheckpointAttempts; attempt += 1) {
      // What is not a continuation of what was signed must not be signed, whoever signed last.
      const newest = await this.newestOfOurs();
      const { tree } = this.log;
      if (newest !== undefined && newest.size >= tree.size) return this.sign(newest);
      if (tree.size === 0) return;
      const next = { origin: this.keys.origin, size: tree.size, root: tree.root() };
      const { outcome } = await this.checkpoints.intend(next, newest);
      if (outcome === 'ok') return this.sign(next);
    }
    throw new StoreUnavailableError('The checkpoint could not be recorded.');
  }

  /** The signature follows from the text alone, so a checkpoint whose signing was cut off comes out the same. */
  private async sign(checkpoint: Checkpoint | IntendedCheckpoint): Promise<void> {
    const { origin, size, root } = checkpoint;
    // What another process has seen more of, that one signs.
    const { published } = this.parts;
    if (published === undefined || size <= (this.signed?.size ?? 0) || size > this.log.tree.size) return;
    this.assertIsOurs(checkpoint);
    const note = this.keys.signed({ origin, size, root });
    await published.write(note);
    this.signed = { origin, size, root, note };
  }

  /** What was signed last, by whichever process. A store that has forgotten what this one signed is an older one. */
  private async newestOfOurs(): Promise<IntendedCheckpoint | undefined> {
    const newest = await this.checkpoints.newest();
    const [has, signed] = [newest?.size ?? 0, this.signed?.size ?? 0];
    if (has < signed)
      throw new LogMismatchError(
        `The newest checkpoint in the store is over ${has} events, but one over ${signed} was signed.`,
      );
    if (newest !== undefined && has <= this.log.tree.size) this.assertIsOurs(newest);
    return newest;
  }

  private assertIsOurs({ origin, size, root }: Checkpoint): void {
    const { tree } = this.log;
    if (this.isSigned && origin !== this.keys.origin)
      throw new LogMismatchError(
        `The checkpoints are of the log ${origin}, the key is of ${this.keys.origin}.`,
      );
    if (size > tree.size)
      throw new LogMismatchError(
        `The log has ${tree.size} events, but a checkpoint over ${size} was signed.`,
      );
    if (!sameBytes(tree.root(size), root))
      throw new LogMismatchError(`The first ${size} events are not those that were signed.`);
  }
}

/** What could not be read is soon there; what is another log waits for somebody, and costs a reading of all of it. */
const retryMs = (attempt: number, isMismatch: boolean): number =>
  isMismatch ? Math.min(limits.maxRetryMs, limits.retryMs * 2 ** attempt) : limits.retryMs;
