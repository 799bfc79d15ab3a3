import {
  Acceptances,
  type EventStore,
  followLog,
  LastTaken,
  OtherLogError,
  QUARANTINE_STREAM,
  quarantineStreamPrefix,
  type RecordedEvent,
  StoreUnavailableError,
} from '#libs/event-store';
import { type ActiveCredential, credentialStream, credentialStreamPrefix } from '../domain/credential.js';
import { CredentialRegister } from './credential-register.js';
import type { CredentialStep } from './credential-states.js';

/** How long events gather. With the delay of the store, a revocation takes effect within a second. */
const GATHER_MS = 100;

/** A credential that is active, and that this process does not accept. */
export interface RefusedCredential {
  readonly status: 'refused';
  readonly credentialId: string;
  readonly isDemo: boolean;
  /** For operators; the caller gets the answer for a credential that is not known. */
  readonly reason: string;
}

export type FoundCredential = ActiveCredential | RefusedCredential;

/**
 * The active credentials, in memory. One with an event that cannot be read is not valid. It follows the event
 * log, so that what the operator issues or revokes in another process takes effect here within a fraction of a
 * second.
 */
export class CredentialDirectory {
  private register = new CredentialRegister(new Acceptances());
  private readonly byKeyId = new Map<string, ActiveCredential>();
  private readonly byDigest = new Map<string, ActiveCredential>();
  private readonly endings = new Map<string, Set<() => void>>();
  private readonly stopping = new AbortController();
  private readonly waiting: (() => void)[] = [];
  private readonly taken: LastTaken;
  private subscribed = 0;
  private following: Promise<void> = Promise.resolve();
  private position = 0n;
  private isFollowing = false;
  private isComplete = false;

  constructor(
    private readonly store: EventStore,
    private readonly onError: (error: unknown) => void,
    /** Whether credentials are accepted that a first start made for trying the ledger out. */
    private readonly isDemoAllowed = false,
  ) {
    this.taken = new LastTaken(store);
  }

  /** Follows the log. Resolves when all credentials in it now are known, however long the store is down. */
  start(): Promise<void> {
    return new Promise((resolve) => {
      this.following = followLog(
        this.store,
        { streamPrefixes: [credentialStreamPrefix, quarantineStreamPrefix], signal: this.stopping.signal },
        {
          gatherMs: GATHER_MS,
          startAfter: () => this.startAfter(),
          onPage: async (page) => {
            for (const event of page.events) this.take(event);
            await this.taken.note(page);
            this.position = page.position;
            this.wakeAll();
            if (!page.isCaughtUp) return;
            this.isFollowing = true;
            this.isComplete = true;
            resolve();
          },
          onError: (error) => {
            this.isFollowing = false;
            this.onError(error);
          },
        },
      );
    });
  }

  /** Resolves when every credential in the log up to the position is known; rejects when the directory stops first. */
  async untilReached(position: bigint): Promise<void> {
    while (this.position < position) {
      this.stopping.signal.throwIfAborted();
      await new Promise<void>((wake) => this.waiting.push(wake));
    }
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.wakeAll();
    await this.following;
  }

  /** How often it has subscribed to the log. Each time, the log may be another one than before. */
  get subscriptions(): number {
    return this.subscribed;
  }

  /** False while a revocation may not be known yet. The process is then not ready. */
  get isUpToDate(): boolean {
    return this.isFollowing && this.isComplete;
  }

  /**
   * Returns the active credential whose holder signs with this key, or why it is refused. After a rotation it
   * is another object, so what was concluded from the old one no longer applies.
   *
   * @throws StoreUnavailableError when it is not known and the directory is not up to date.
   */
  withKeyId(family: string, keyId: string): FoundCredential | undefined {
    return this.known(this.byKeyId.get(`${family} ${keyId}`));
  }

  /**
   * Returns the active credential whose secret has this SHA-256 (hex), or why it is refused.
   *
   * @throws StoreUnavailableError when it is not known and the directory is not up to date.
   */
  withDigest(digest: string): FoundCredential | undefined {
    return this.known(this.byDigest.get(digest));
  }

  /** Rejects an unknown credential as unavailable while the directory may lack some (decision 0010). */
  private known(credential: ActiveCredential | undefined): FoundCredential | undefined {
    if (credential !== undefined) return this.accepted(credential);
    if (this.isUpToDate) return undefined;
    throw new StoreUnavailableError('This process may not know every credential at the moment.');
  }

  /** Returns the active credentials that are refused, as far as the directory knows them. */
  refused(): readonly RefusedCredential[] {
    return [...this.byKeyId.values(), ...this.byDigest.values()]
      .map((credential) => this.accepted(credential))
      .filter((credential) => credential.status === 'refused');
  }

  private accepted(credential: ActiveCredential): FoundCredential {
    const { credentialId } = credential;
    if (!this.isDemoAllowed && this.register.isDemo(credential))
      return {
        status: 'refused',
        credentialId,
        isDemo: true,
        reason: 'demo credentials are not accepted here',
      };
    const reason = this.register.keyFaultOf(credential);
    return reason === undefined ? credential : { status: 'refused', credentialId, isDemo: false, reason };
  }

  /**
   * Calls the listener when the credential is revoked or rotated, or at once if it is not active: what is
   * open on its account must end. Returns a function that removes the listener.
   */
  onceOver(credentialId: string, listener: () => void): () => void {
    const stream = credentialStream(credentialId);
    if (this.register.of(stream).status !== 'active') {
      listener();
      return () => undefined;
    }
    const listeners = this.endings.get(stream) ?? new Set();
    this.endings.set(stream, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.endings.get(stream) === listeners) this.endings.delete(stream);
    };
  }

  /** Where the log is another one, forgets the credentials of the one before, and begins at the start. */
  private async startAfter(): Promise<bigint> {
    const after = await this.taken.startAfter().catch((error: unknown) => {
      if (!(error instanceof OtherLogError)) throw error;
      this.forgetAll();
      this.onError(error);
      return 0n;
    });
    this.subscribed += 1;
    return after;
  }

  private forgetAll(): void {
    this.taken.forget();
    this.isComplete = false;
    this.position = 0n;
    this.register = new CredentialRegister(new Acceptances());
    for (const known of [this.byKeyId, this.byDigest]) known.clear();
    const endings = [...this.endings.values()];
    this.endings.clear();
    for (const listener of endings.flatMap((listeners) => [...listeners])) listener();
  }

  private wakeAll(): void {
    for (const wake of this.waiting.splice(0)) wake();
  }

  private take(recorded: RecordedEvent): void {
    const isDecision = recorded.stream === QUARANTINE_STREAM;
    const step = isDecision ? this.register.decide(recorded) : this.register.take(recorded);
    if (step !== undefined) this.follow(step.stream, step);
  }

  private follow(stream: string, { before, after, held }: CredentialStep): void {
    // Named each time that this process reads the log: the credential is not valid, and somebody has to look.
    if (held !== undefined) this.onError(held);
    if (before.status === 'active') {
      this.index(before).delete(keyOf(before));
      const ended = this.endings.get(stream) ?? [];
      this.endings.delete(stream);
      for (const listener of ended) listener();
    }
    if (after.status === 'active') this.index(after).set(keyOf(after), after);
  }

  private index({ grant }: ActiveCredential): Map<string, ActiveCredential> {
    return grant.proof.kind === 'secret' ? this.byDigest : this.byKeyId;
  }
}

const keyOf = ({ grant: { family, proof } }: ActiveCredential): string =>
  proof.kind === 'secret' ? proof.digest : `${family} ${proof.keyId}`;
