import { setTimeout as pause } from 'node:timers/promises';
import { type EventStore, followLog, StoreUnavailableError } from '#libs/event-store';
import type { Clock } from '#libs/kernel';
import { limits } from '../limits.js';
import { CheckpointSigner } from './checkpoint-signer.js';
import { CheckpointStream } from './checkpoint-stream.js';
import { ProofLogStanding } from './proof-log-standing.js';
import { EventTree } from './event-tree.js';
import type { PublishedCheckpoint } from './published-checkpoint.js';
import { SigningKeys } from './signing-keys.js';

export interface ProofLogParts {
  readonly store: EventStore;
  /** The streams whose events are leaves, by the beginnings of their names. */
  readonly streamPrefixes: readonly string[];
  readonly keys: SigningKeys;
  /** Undefined where nothing is signed. */
  readonly published: PublishedCheckpoint | undefined;
  readonly clock: Clock;
}

/** The proof log: a Merkle tree that follows the store's log, and the signed checkpoints over it. */
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
      standing,
      keys,
      published,
      clock,
    });
  }

  /**
   * Makes the tree from the log and compares it with what was signed before.
   *
   * @throws CheckpointMismatchError when the log is shorter than, or another than, the one that was signed.
   */
  static async open(parts: ProofLogParts): Promise<ProofLog> {
    const opened = new ProofLog(parts);
    await opened.load();
    return opened;
  }

  /** For a store that may come later than this process: the log is made when it is started, and not sound until then. */
  static awaiting(parts: ProofLogParts): ProofLog {
    return new ProofLog(parts);
  }

  /** Where nobody gave a key: events are chained all the same, and nothing is signed. What others signed must hold. */
  static unsigned(parts: Pick<ProofLogParts, 'store' | 'streamPrefixes' | 'clock'>): ProofLog {
    return new ProofLog({ ...parts, keys: SigningKeys.temporary(), published: undefined });
  }

  private async load(): Promise<void> {
    // First what was signed, then the log: another process may go on with both meanwhile.
    const published = await this.parts.published?.newest(this.keys.verifierKeys);
    const intended = await this.checkpoints.newest();
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
        const isMismatch = this.standing.mismatch !== undefined;
        // What was read may be what is wrong.
        if (isMismatch) this.eventTree = new EventTree(this.parts.store, this.parts.streamPrefixes);
        await pause(retryMs(attempt, isMismatch), undefined, { signal }).catch(() => undefined);
      });
    if (!this.signer.canSign) return;
    const from = { after: this.events.position, streamPrefixes: this.parts.streamPrefixes, signal };
    await followLog(this.parts.store, from, {
      gatherMs: limits.followGatherMs,
      onPage: (page) => {
        this.events.take(page);
        this.standing.succeed('reading');
      },
      onError: fail,
    });
  }

  /** @throws StoreUnavailableError when it could not be read, or is not the log that was signed. */
  async untilRead(): Promise<void> {
    while (!this.standing.isLoaded) {
      if (this.standing.hasFailed('reading')) this.standing.assertSound();
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
  async find(eventId: string): ReturnType<EventTree['find']> {
    const head = await this.parts.store.headPosition();
    for (let wait = 0; wait < limits.maxFollowWaits && this.events.position < head; wait += 1) {
      const found = await this.events.find(eventId);
      if (found !== undefined) return found;
      await pause(limits.followGatherMs);
    }
    return this.events.find(eventId);
  }

  /**
   * The leaf of an event that is in the store, reading on when the log did not come to it yet.
   *
   * @throws StoreUnavailableError when it is not there in time.
   */
  async indexOf(eventId: string): Promise<number> {
    for (let wait = 0; wait <= limits.maxFollowWaits; wait += 1) {
      const index = this.events.indexOf(eventId);
      if (index !== undefined) return index;
      await pause(limits.followGatherMs);
    }
    throw new StoreUnavailableError('The event is not in the log of proofs yet.');
  }
}

/** What could not be read is soon there; what is another log waits for somebody, and costs a reading of all of it. */
const retryMs = (attempt: number, isMismatch: boolean): number =>
  isMismatch ? Math.min(limits.maxRetryMs, limits.retryMs * 2 ** attempt) : limits.retryMs;
