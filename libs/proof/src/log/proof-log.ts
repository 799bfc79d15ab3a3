import { setTimeout as pause } from 'node:timers/promises';
import { type EventStore, followLog, InDoubtError, StoreUnavailableError } from '#libs/event-store';
import type { Clock } from '#libs/kernel';
import { limits } from '../limits.js';
import { CheckpointSigner } from './checkpoint-signer.js';
import { CheckpointStream } from './checkpoint-stream.js';
import { ProofLogStanding } from './proof-log-standing.js';
import { EventTree } from './event-tree.js';
import type { PublishedCheckpoint } from './published-checkpoint.js';
import { assertCurrentOrigin, endedOrigins } from './origins.js';
import { RestoreStream } from './restore-stream.js';
import { SigningKeys } from './signing-keys.js';

export interface ProofLogParts {
  readonly store: EventStore;
  /** The prefixes of the streams whose events are leaves of the proof log. */
  readonly streamPrefixes: readonly string[];
  readonly keys: SigningKeys;
  /** Undefined in a process without a signing key. */
  readonly published: PublishedCheckpoint | undefined;
  readonly clock: Clock;
}

/** The proof log: a Merkle tree that follows the event log, and the signed checkpoints over it. */
export class ProofLog {
  readonly checkpoints: CheckpointStream;
  readonly standing = new ProofLogStanding();
  readonly signer: CheckpointSigner;
  private readonly stopping = new AbortController();
  private eventTree: EventTree;
  private running: Promise<unknown> = Promise.resolve();

  private constructor(private readonly parts: ProofLogParts) {
    const { store, streamPrefixes, keys, published, clock } = parts;
    const { standing } = this;
    const checkpoints = new CheckpointStream(store, clock);
    this.eventTree = new EventTree(store, streamPrefixes);
    this.checkpoints = checkpoints;
    this.signer = new CheckpointSigner({
      events: () => this.events,
      checkpoints,
      restores: new RestoreStream(store),
      standing,
      keys,
      published,
      clock,
    });
  }

  /**
   * Builds the tree from the event log and compares it with the checkpoints that were signed before.
   *
   * @throws CheckpointMismatchError when the log is shorter than what was signed, or different from it.
   */
  static async open(parts: ProofLogParts): Promise<ProofLog> {
    const opened = new ProofLog(parts);
    await opened.load();
    return opened;
  }

  /**
   * Returns a proof log over a store that may not be reachable yet. `start` builds the tree as soon as it is;
   * until then every append is rejected.
   */
  static awaiting(parts: ProofLogParts): ProofLog {
    return new ProofLog(parts);
  }

  /**
   * Returns a proof log for a process without a signing key. It signs nothing, and appends are still rejected
   * if the event log does not match the checkpoints that other processes recorded.
   */
  static unsigned(parts: Pick<ProofLogParts, 'store' | 'streamPrefixes' | 'clock'>): ProofLog {
    return new ProofLog({ ...parts, keys: SigningKeys.temporary(), published: undefined });
  }

  private async load(): Promise<void> {
    await this.events.readRestores();
    const { history } = this.events;
    if (this.signer.canSign) assertCurrentOrigin(this.keys.origin, history);
    // Checkpoints before the log: other processes extend both, and no checkpoint may be ahead of the tree.
    const published = await this.parts.published?.newest(this.keys.verifierKeys, endedOrigins(history));
    const { newest: intended } = await this.checkpoints.newest(history);
    if (this.signer.canSign || intended !== undefined) await this.events.readOn();
    if (published !== undefined) this.signer.assertIsOurs(published);
    if (intended !== undefined) {
      this.signer.assertIsOurs(intended);
      await this.signer.sign(intended);
    }
    this.standing.load();
  }

  get events(): EventTree {
    return this.eventTree;
  }

  get keys(): SigningKeys {
    return this.parts.keys;
  }

  /**
   * Builds the tree unless `open` did, then follows the event log and signs checkpoints until `stop`.
   *
   * @param onError Called when a problem appears, and when its message changes.
   */
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
        const isMismatch = this.standing.mismatch !== undefined;
        // The part that was read may be the part that is wrong.
        if (isMismatch) this.eventTree = new EventTree(this.parts.store, this.parts.streamPrefixes);
        await pause(retryMs(attempt, isMismatch), undefined, { signal }).catch(() => undefined);
      });
    if (!this.signer.canSign) return;
    const { store, streamPrefixes } = this.parts;
    await followLog(
      store,
      { streamPrefixes, signal },
      {
        gatherMs: limits.followGatherMs,
        startAfter: () => this.events.startAfter(),
        onPage: (page) => {
          this.events.take(page);
          this.standing.succeed('reading');
        },
        onError: fail,
      },
    );
  }

  /**
   * Resolves once the event log has been read and compared with its checkpoints.
   *
   * @throws StoreUnavailableError when it cannot be read, or is not the log that was signed.
   */
  async untilRead(): Promise<void> {
    while (!this.standing.isLoaded) {
      if (this.standing.hasFailed('reading')) this.standing.assertSound();
      await pause(limits.followGatherMs);
    }
  }

  /**
   * @throws InDoubtError for a log that is not the one that was signed.
   * @throws StoreUnavailableError until the log has been read.
   */
  assertRead(): void {
    if (!this.standing.isLoaded) this.standing.assertSound();
  }

  /** Stops following the event log, and resolves after the checkpoint that is being signed. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    await this.signer.stop();
  }

  /**
   * Returns the event and its leaf index, or undefined if the proof log has no such event. Waits up to two
   * seconds for the tree to reach the end of the event log, so that an event that was just appended is found.
   *
   * @throws ChangedEventError when the event is not as the ledger wrote it.
   */
  async find(eventId: string): ReturnType<EventTree['find']> {
    const head = await this.parts.store.headPosition();
    for (let wait = 0; wait < limits.maxFollowWaits && this.events.position < head; wait += 1) {
      const found = await this.found(eventId);
      if (found !== undefined) return found;
      await pause(limits.followGatherMs);
    }
    return this.found(eventId);
  }

  private found(eventId: string): ReturnType<EventTree['find']> {
    return this.events.find(eventId).catch((error: unknown) => {
      if (error instanceof InDoubtError) this.standing.markUnsound(error);
      throw error;
    });
  }

  /**
   * Returns how many events the proof log has. Waits up to two seconds for the tree to reach the end of the
   * event log: another process may have signed what this one has not read yet.
   */
  async currentSize(): Promise<number> {
    const head = await this.parts.store.headPosition();
    for (let wait = 0; wait < limits.maxFollowWaits && this.events.position < head; wait += 1)
      await pause(limits.followGatherMs);
    return this.events.tree.size;
  }

  /**
   * Returns the leaf index of an event in the store, and waits up to two seconds for the tree to reach it.
   *
   * @throws StoreUnavailableError when the tree does not reach the event in that time.
   */
  async indexOf(eventId: string): Promise<number> {
    for (let wait = 0; wait <= limits.maxFollowWaits; wait += 1) {
      const index = this.events.indexOf(eventId);
      if (index !== undefined) return index;
      await pause(limits.followGatherMs);
    }
    throw new StoreUnavailableError('The event is not in the proof log yet.');
  }
}

/**
 * Returns the wait before the next attempt. It is short while the store cannot be read. It grows for a log
 * that does not match: somebody has to act first, and each attempt reads the whole log.
 */
const retryMs = (attempt: number, isMismatch: boolean): number =>
  isMismatch ? Math.min(limits.maxRetryMs, limits.retryMs * 2 ** attempt) : limits.retryMs;
