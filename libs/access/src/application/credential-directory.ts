import {
  decodeRecorded,
  type EventStore,
  followLog,
  type RecordedEvent,
  StoreUnavailableError,
} from '#libs/event-store';
import {
  type ActiveCredential,
  type Credential,
  credentialCodec,
  credentialDecider,
  credentialStream,
  credentialStreamPrefix,
} from '../domain/credential.js';

/** A revocation holds within this and the store's own delay; the promise is a second. */
const GATHER_MS = 100;

/**
 * The credentials that are in force, in memory. It follows the log, so that what the operator issues or revokes
 * in another process holds here within a fraction of a second.
 */
export class CredentialDirectory {
  private readonly credentials = new Map<string, Credential>();
  private readonly byKeyId = new Map<string, ActiveCredential>();
  private readonly byDigest = new Map<string, ActiveCredential>();
  private readonly endings = new Map<string, Set<() => void>>();
  private readonly stopping = new AbortController();
  private following: Promise<void> = Promise.resolve();
  private isFollowing = false;
  private isComplete = false;

  constructor(
    private readonly store: EventStore,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Resolves when every credential that was in the log at this moment is known, however long the store is down. */
  start(): Promise<void> {
    return new Promise((resolve) => {
      this.following = followLog(
        this.store,
        { streamPrefixes: [credentialStreamPrefix], signal: this.stopping.signal },
        {
          gatherMs: GATHER_MS,
          onPage: ({ events, isCaughtUp }) => {
            for (const event of events) this.take(event);
            this.isFollowing = true;
            if (!isCaughtUp) return;
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

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.following;
  }

  /** False while revocations may not be seen: then the process is not ready. */
  get isUpToDate(): boolean {
    return this.isFollowing && this.isComplete;
  }

  /**
   * The credential in force whose holder signs with this key. A rotated credential is another object.
   *
   * @throws StoreUnavailableError where there may be one that could not be read yet.
   */
  withKeyId(family: string, keyId: string): ActiveCredential | undefined {
    return this.known(this.byKeyId.get(`${family} ${keyId}`));
  }

  /** @throws StoreUnavailableError where there may be one that could not be read yet. */
  withDigest(digest: string): ActiveCredential | undefined {
    return this.known(this.byDigest.get(digest));
  }

  /** Nobody is told that his credential is not known by a process that does not know them all. */
  private known(credential: ActiveCredential | undefined): ActiveCredential | undefined {
    if (credential !== undefined || this.isUpToDate) return credential;
    throw new StoreUnavailableError('The credentials cannot be read now.');
  }

  /**
   * Calls the listener once the credential is revoked, or rotated: what is open on its account must end. At once when
   * that has happened already. The result takes the listener back.
   */
  onceOver(credentialId: string, listener: () => void): () => void {
    const stream = credentialStream(credentialId);
    if (this.credentials.get(stream)?.status !== 'active') {
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

  private take(recorded: RecordedEvent): void {
    const before = this.credentials.get(recorded.stream) ?? credentialDecider.initial;
    const after = credentialDecider.evolve(before, decodeRecorded(credentialCodec, recorded));
    this.credentials.set(recorded.stream, after);
    if (before.status === 'active') {
      this.index(before).delete(keyOf(before));
      const ended = this.endings.get(recorded.stream) ?? [];
      this.endings.delete(recorded.stream);
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
