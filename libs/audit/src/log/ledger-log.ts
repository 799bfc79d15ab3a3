import { setTimeout as pause } from 'node:timers/promises';
import { type EventStore, followLog, StoreUnavailableError } from '#libs/event-store';
import type { Clock } from '#libs/kernel';
import { nodePrimitives } from '../adapters/node-primitives.js';
import type { Checkpoint } from '../domain/checkpoint.js';
import { parseCheckpoint } from '../domain/checkpoint.js';
import { sameBytes } from '../domain/primitives.js';
import { parseNote, signersOf } from '../domain/signed-note.js';
import { limits } from '../limits.js';
import { chainedStreamPrefixes } from './chained-streams.js';
import { CheckpointStream, type IntendedCheckpoint } from './checkpoint-stream.js';
import { MerkleLog } from './merkle-log.js';
import { PublishedCheckpoint } from './published-checkpoint.js';
import { SigningKeys } from './signing-keys.js';

/** The log is not the one whose checkpoints were signed. Nothing may be appended to it. */
class LogMismatchError extends Error {}

export interface LedgerLogParts {
  readonly store: EventStore;
  readonly keys: SigningKeys;
  readonly published: PublishedCheckpoint;
  readonly clock: Clock;
}

export interface SignedCheckpoint extends Checkpoint {
  /** The signed note. */
  readonly note: string;
}

/** Grows the Merkle log behind the store and signs its checkpoints, one after the other. */
export class LedgerLog {
  readonly log: MerkleLog;
  readonly checkpoints: CheckpointStream;
  private readonly stopping = new AbortController();
  private running: Promise<unknown> = Promise.resolve();
  private signing: Promise<unknown> = Promise.resolve();
  private signed: SignedCheckpoint | undefined;
  private lastCheckpointAt = 0;
  private problem: unknown;
  private isUnsound = false;
  private isLoaded = false;
  private isSigned = true;

  private constructor(private readonly parts: LedgerLogParts) {
    this.log = new MerkleLog(parts.store);
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

  /** For a store that may come later than this process: the log is made when it is started, and not healthy until then. */
  static awaiting(parts: LedgerLogParts): LedgerLog {
    return new LedgerLog(parts);
  }

  /** Where nobody gave a key: events are chained all the same, and there is no signed log. */
  static unsigned(store: EventStore, clock: Clock): LedgerLog {
    const parts = { store, clock, keys: SigningKeys.temporary(), published: new PublishedCheckpoint() };
    const unsigned = new LedgerLog(parts);
    unsigned.isSigned = false;
    return unsigned;
  }

  private async load(): Promise<void> {
    // First what was signed, then the log: another process may go on with both meanwhile.
    const published = await this.publishedCheckpoint();
    const intended = await this.checkpoints.newest();
    const unread = { after: this.log.position, streamPrefixes: chainedStreamPrefixes };
    for await (const page of this.parts.store.readAll(unread)) this.log.take(page);
    if (published !== undefined) this.assertIsOurs(published);
    if (intended !== undefined) {
      this.assertIsOurs(intended);
      await this.sign(intended);
    }
    this.isLoaded = true;
  }

  /** The newest checkpoint that is signed and on the disk. */
  get newest(): SignedCheckpoint | undefined {
    return this.signed;
  }

  get keys(): SigningKeys {
    return this.parts.keys;
  }

  get isHealthy(): boolean {
    if (!this.isSigned) return true;
    return this.isLoaded && this.problem === undefined && !this.isUnsound;
  }

  /** The log does not verify: it is signed no more until somebody has looked and started it again. */
  markUnsound(): void {
    this.isUnsound = true;
  }

  start(onError: (error: unknown) => void): void {
    if (!this.isSigned) return;
    const fail = (error: unknown): void => {
      this.problem = error;
      onError(error);
    };
    const { signal } = this.stopping;
    this.running = this.loadAndFollow(fail);
    const timer = setInterval(() => {
      if (this.isLoaded && this.isDue()) void this.checkpoint().catch(fail);
    }, limits.minCheckpointMs).unref();
    signal.addEventListener('abort', () => {
      clearInterval(timer);
    });
  }

  private async loadAndFollow(fail: (error: unknown) => void): Promise<void> {
    const { signal } = this.stopping;
    while (!this.isLoaded && !signal.aborted) {
      try {
        await this.load();
        this.problem = undefined;
      } catch (error) {
        fail(error);
        await pause(limits.retryMs, undefined, { signal }).catch(() => undefined);
      }
    }
    const from = { after: this.log.position, streamPrefixes: chainedStreamPrefixes, signal };
    await followLog(this.parts.store, from, {
      gatherMs: limits.followGatherMs,
      onPage: (page) => {
        this.log.take(page);
      },
      onError: fail,
    });
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
  checkpoint(): Promise<void> {
    const next = this.signing.catch(() => undefined).then(() => this.intendAndSign());
    this.signing = next;
    return next;
  }

  private isDue(): boolean {
    const fresh = this.log.tree.size - (this.signed?.size ?? 0);
    const waited = this.parts.clock.now().getTime() - this.lastCheckpointAt;
    return fresh >= limits.checkpointLeaves || (fresh > 0 && waited >= limits.checkpointMs);
  }

  private async intendAndSign(): Promise<void> {
    if (!this.isLoaded || this.isUnsound)
      throw new StoreUnavailableError('The log is not read yet, or does not verify, and is not signed.');
    for (let attempt = 0; attempt < limits.maxCheckpointAttempts; attempt += 1) {
      const newest = await this.checkpoints.newest();
      const { tree } = this.log;
      if (newest !== undefined && newest.size >= tree.size) return this.sign(newest);
      if (tree.size === 0) return;
      // What is not a continuation of what was signed must not be signed, whoever signed last.
      if (newest !== undefined) this.assertIsOurs(newest);
      const next = { origin: this.parts.keys.origin, size: tree.size, root: tree.root() };
      const { outcome } = await this.checkpoints.intend(next, newest);
      if (outcome === 'ok') return this.sign(next);
    }
    throw new StoreUnavailableError('The checkpoint could not be recorded.');
  }

  /** The signature follows from the text alone, so a checkpoint whose signing was cut off comes out the same. */
  private async sign(checkpoint: Checkpoint | IntendedCheckpoint): Promise<void> {
    const { origin, size, root } = checkpoint;
    // What another process has seen more of, that one signs.
    if (size <= (this.signed?.size ?? 0) || size > this.log.tree.size) return;
    this.assertIsOurs(checkpoint);
    const note = this.parts.keys.signed({ origin, size, root });
    await this.parts.published.write(note);
    this.signed = { origin, size, root, note };
    this.lastCheckpointAt = this.parts.clock.now().getTime();
    this.problem = undefined;
  }

  private async publishedCheckpoint(): Promise<Checkpoint | undefined> {
    const text = await this.parts.published.read();
    if (text === undefined) return undefined;
    const note = parseNote(text);
    const checkpoint = note && parseCheckpoint(note.text);
    if (note === undefined || checkpoint === undefined)
      throw mismatch('The file of the newest signed checkpoint cannot be read.');
    if (signersOf(nodePrimitives, note, this.parts.keys.verifierKeys).length === 0)
      throw mismatch('The newest checkpoint was not signed by the key of this ledger.');
    return checkpoint;
  }

  private assertIsOurs({ origin, size, root }: Checkpoint): void {
    const { tree } = this.log;
    if (origin !== this.parts.keys.origin)
      throw mismatch(`The checkpoints are of the log ${origin}, the key is of ${this.parts.keys.origin}.`);
    if (size > tree.size)
      throw mismatch(`The log has ${tree.size} events, but a checkpoint over ${size} was signed.`);
    if (!sameBytes(tree.root(size), root))
      throw mismatch(`The first ${size} events are not those that were signed.`);
  }
}

const mismatch = (finding: string): LogMismatchError =>
  new LogMismatchError(
    `${finding} Nothing is appended to such a log. Was an old backup restored, or the log changed? ` +
      'Put back the newest copy of the log with its key and checkpoint, and run `ledger verify`.',
  );
