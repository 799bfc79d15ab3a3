import { StoreUnavailableError } from '#libs/event-store';
import type { Clock } from '#libs/kernel';
import type { Checkpoint } from '../domain/checkpoint.js';
import { limits } from '../limits.js';
import type { CheckpointStream, IntendedCheckpoint, NewestCheckpoints } from './checkpoint-stream.js';
import { CheckpointMismatchError, type ProofLogStanding } from './proof-log-standing.js';
import type { EventTree } from './event-tree.js';
import { NoSigningKeyError } from './no-signing-key-error.js';
import type { PublishedCheckpoint } from './published-checkpoint.js';
import type { RestoreStream } from './restore-stream.js';
import type { SigningKeys } from './signing-keys.js';

interface SignerParts {
  readonly events: () => EventTree;
  readonly checkpoints: CheckpointStream;
  readonly restores: RestoreStream;
  readonly standing: ProofLogStanding;
  readonly keys: SigningKeys;
  /** Undefined in a process without a signing key. */
  readonly published: PublishedCheckpoint | undefined;
  readonly clock: Clock;
}

export interface SignedCheckpoint extends Checkpoint {
  /** The signed note, as it was published. */
  readonly note: string;
}

/** Signs checkpoints of the proof log, one at a time, each a continuation of all that were signed before. */
export class CheckpointSigner {
  private signing: Promise<unknown> = Promise.resolve();
  private turnsTaken = 0;
  private signed: SignedCheckpoint | undefined;
  private lastLookAt = 0;

  constructor(private readonly parts: SignerParts) {}

  /** The newest checkpoint that this process has signed and published. */
  get newest(): SignedCheckpoint | undefined {
    return this.signed;
  }

  get canSign(): boolean {
    return this.parts.published !== undefined;
  }

  /** @throws NoSigningKeyError in a process without a signing key. */
  assertHasKey(): void {
    if (!this.canSign) throw new NoSigningKeyError();
  }

  /**
   * Returns a signed checkpoint that covers at least this many events, and signs one now if there is none.
   *
   * @throws NoSigningKeyError in a process without a signing key.
   * @throws StoreUnavailableError when this process may not sign, or its tree has not reached that size.
   */
  async covering(size: number): Promise<SignedCheckpoint> {
    if (this.signed === undefined || this.signed.size < size) await this.checkpoint();
    if (this.signed === undefined || this.signed.size < size)
      throw new StoreUnavailableError('The event is not in a signed checkpoint yet.');
    return this.signed;
  }

  /**
   * Signs a checkpoint over the whole tree, unless the newest one already covers it.
   *
   * @throws StoreUnavailableError when this process may not sign, or the checkpoint cannot be recorded.
   * @throws CheckpointMismatchError when the newest recorded checkpoint is not one of this log.
   */
  async checkpoint(): Promise<void> {
    this.assertHasKey();
    if (!this.maySign)
      throw new StoreUnavailableError(
        'The log has not been read yet or does not verify, so it is not signed.',
      );
    return this.inTurn(() => this.intendAndSign());
  }

  /** Signs a checkpoint if one is due; every ten seconds, checks that the store still has what was signed. */
  async goOn(): Promise<void> {
    if (!this.maySign || this.turnsTaken > 0) return;
    const { standing, clock } = this.parts;
    const fresh = this.tree.size - (this.signed?.size ?? 0);
    const waited = clock.now().getTime() - this.lastLookAt;
    const isTime = waited >= limits.checkpointMs || standing.hasFailed('signing');
    if (fresh >= limits.checkpointLeaves || (fresh > 0 && isTime)) await this.checkpoint();
    else if (isTime) await this.inTurn(() => this.newestOfOurs());
  }

  /** Resolves once the checkpoint at hand is signed, or has failed. */
  async stop(): Promise<void> {
    await this.signing.catch(() => undefined);
  }

  /**
   * Signs and publishes a recorded checkpoint, unless this process has published it or a larger one. If it
   * dies between recording and publishing, the next start makes the same signature: only the text counts.
   *
   * @throws CheckpointMismatchError when the checkpoint is not one of this log.
   */
  async sign(checkpoint: Checkpoint | IntendedCheckpoint): Promise<void> {
    const { origin, size, root } = checkpoint;
    const { published, keys } = this.parts;
    // A checkpoint larger than this tree was recorded by a process that has read further, and that signs it.
    if (published === undefined || size <= (this.signed?.size ?? 0) || size > this.tree.size) return;
    this.assertIsOurs(checkpoint);
    const note = keys.signed({ origin, size, root });
    await published.write(note);
    this.signed = { origin, size, root, note };
  }

  /** @throws CheckpointMismatchError when the checkpoint has another origin, or the tree another root. */
  assertIsOurs(checkpoint: Checkpoint): void {
    const { origin } = checkpoint;
    const { keys } = this.parts;
    if (this.canSign && origin !== keys.origin)
      throw new CheckpointMismatchError(
        `The checkpoints belong to the log ${origin}, the signing key to ${keys.origin}.`,
      );
    this.parts.events().assertBeginsAs(checkpoint);
  }

  private get tree(): EventTree['tree'] {
    return this.parts.events().tree;
  }

  private get maySign(): boolean {
    return this.canSign && this.parts.standing.maySign;
  }

  private inTurn(work: () => Promise<unknown>): Promise<void> {
    const { standing, clock } = this.parts;
    const once = async (): Promise<void> => {
      try {
        await work();
        standing.succeed('signing');
        this.lastLookAt = clock.now().getTime();
      } catch (error) {
        standing.fail('signing', error);
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
    const { checkpoints, keys } = this.parts;
    for (let attempt = 0; attempt < limits.maxCheckpointAttempts; attempt += 1) {
      // Whichever process recorded the newest checkpoint, only a continuation of it may be signed.
      const { newest, last } = await this.newestOfOurs();
      const { tree } = this;
      if (newest !== undefined && newest.size >= tree.size) return this.sign(newest);
      if (tree.size === 0) return;
      const next = { origin: keys.origin, size: tree.size, root: tree.root() };
      const { outcome } = await checkpoints.intend(next, last);
      if (outcome === 'appended') return this.sign(next);
    }
    throw new StoreUnavailableError('The checkpoint could not be recorded.');
  }

  /**
   * Returns the newest recorded checkpoints, whichever process recorded them.
   *
   * @throws CheckpointMismatchError when it is not one of this log, or is smaller than what this process has
   * signed: then the store is an older copy.
   */
  private async newestOfOurs(): Promise<NewestCheckpoints> {
    await this.assertNotRestored();
    const { newest, last } = await this.parts.checkpoints.newest(this.parts.events().history);
    const [has, signed] = [newest?.size ?? 0, this.signed?.size ?? 0];
    if (has < signed)
      throw new CheckpointMismatchError(
        `The newest checkpoint in the store is over ${has} events, but one over ${signed} was signed.`,
      );
    if (newest !== undefined && has <= this.tree.size) this.assertIsOurs(newest);
    return { newest, last };
  }

  /** @throws CheckpointMismatchError when the log was restored since this process has read it. */
  private async assertNotRestored(): Promise<void> {
    const known = this.parts.events().history.at(-1);
    const newest = (await this.parts.restores.newest())?.restore;
    if (newest?.eventId === known?.eventId) return;
    throw new CheckpointMismatchError(
      newest === undefined
        ? 'The log no longer has the restore with which this process found it.'
        : `The log was restored on ${newest.recordedAt} and goes on as ${newest.origin}.`,
      { advice: 'Start this process again with the key and the log as they are now.' },
    );
  }
}
