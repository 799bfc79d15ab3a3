import type { Acceptances, RecordedEvent } from '#libs/event-store';
import {
  type ActiveCredential,
  type Credential,
  credentialDecider,
  type CredentialEvent,
  credentialStream,
  type PublicKeyProof,
} from '../domain/credential.js';
import { isFormerDemo } from '../domain/former-demo.js';
import { CredentialStates, type CredentialStep } from './credential-states.js';
import { publicKeyOf, weaknessOf } from './public-key.js';

export type IssuedCredentialState = Exclude<Credential, { status: 'unknown' }>;

const UNREADABLE = 'The public key cannot be read.';

/** Every credential of a log, as of the events that were taken, and what only all of them together say of one. */
export class CredentialRegister {
  private readonly states: CredentialStates;
  /** The streams that ever had a public key, in the order in which they got it. */
  private readonly streamsByKey = new Map<string, Set<string>>();
  private readonly demo = new Set<string>();
  private readonly keys = new WeakMap<PublicKeyProof, KnownKey>();
  private hasOthersThanDemo = false;

  /** @param accepted The decisions of operators that are known from the start. */
  constructor(accepted: Acceptances) {
    this.states = new CredentialStates(accepted, (stream, event) => {
      this.noteDemo(stream, event);
      this.noteKey(stream, event);
    });
  }

  /** Takes the next event of the log, and returns the credential before and after it. */
  take(recorded: RecordedEvent): CredentialStep {
    return this.states.take(recorded);
  }

  /** Takes a decision of an operator. Returns how it changes a credential; undefined if it changes none. */
  decide(decision: RecordedEvent): CredentialStep | undefined {
    return this.states.decide(decision);
  }

  /** Returns the credential of the stream. */
  of(stream: string): Credential {
    return this.states.get(stream) ?? credentialDecider.initial;
  }

  /** Returns all credentials in the order of issue. */
  all(): readonly IssuedCredentialState[] {
    return [...this.states.values()].filter((credential) => credential.status !== 'unknown');
  }

  /** Returns whether the credential was made for trying the ledger out. */
  isDemo({ credentialId }: IssuedCredentialState): boolean {
    return this.demo.has(credentialStream(credentialId));
  }

  /** Returns the credential that had the public key first, or undefined if none ever had it. */
  firstWithKey(keyId: string): IssuedCredentialState | undefined {
    const [stream] = this.streamsByKey.get(keyId) ?? [];
    const first = stream === undefined ? undefined : this.of(stream);
    return first?.status === 'unknown' ? undefined : first;
  }

  /**
   * Returns why signatures by the credential's public key prove nothing, as a sentence; undefined if they do.
   * Versions that looked less closely have registered such keys.
   */
  keyFaultOf({ credentialId, grant: { proof } }: ActiveCredential): string | undefined {
    if (proof.kind !== 'public-key') return undefined;
    const { id, weakness } = this.keyOf(proof);
    return id === undefined
      ? UNREADABLE
      : (weakness() ?? this.sharedWith(id, credentialStream(credentialId)));
  }

  /** Returns a sentence that names the active credential that had the key before, if there is one. */
  private sharedWith(key: string, stream: string): string | undefined {
    for (const other of this.streamsByKey.get(key) ?? []) {
      if (other === stream) return undefined;
      const credential = this.of(other);
      if (credential.status !== 'active' || credential.grant.proof.kind !== 'public-key') continue;
      const { proof } = credential.grant;
      if (this.keyOf(proof).id === key) return `The public key is that of the key id ${proof.keyId}.`;
    }
    return undefined;
  }

  /** Parses the key once: every request asks. Whether it can be factored takes longer, and is found out when asked. */
  private keyOf(proof: PublicKeyProof): KnownKey {
    const known = this.keys.get(proof) ?? knownKey(proof);
    this.keys.set(proof, known);
    return known;
  }

  private noteDemo(stream: string, event: CredentialEvent): void {
    if (event.type !== 'CredentialIssued') return;
    const { grant } = event.data;
    if (grant.isDemo === true || (!this.hasOthersThanDemo && isFormerDemo(grant))) this.demo.add(stream);
    else this.hasOthersThanDemo = true;
  }

  private noteKey(stream: string, event: CredentialEvent): void {
    const proof = proofIn(event);
    const key = proof?.kind === 'public-key' ? this.keyOf(proof).id : undefined;
    if (key !== undefined) this.streamsByKey.set(key, (this.streamsByKey.get(key) ?? new Set()).add(stream));
  }
}

interface KnownKey {
  /** Undefined where the text is no key. */
  readonly id: string | undefined;
  readonly weakness: () => string | undefined;
}

const knownKey = ({ publicKey }: PublicKeyProof): KnownKey => {
  const known = publicKeyOf(publicKey);
  let weakness: { readonly found: string | undefined } | undefined;
  return {
    id: known?.id,
    weakness: () => (weakness ??= { found: known && weaknessOf(known.key) }).found,
  };
};

const proofIn = (event: CredentialEvent) => {
  switch (event.type) {
    case 'CredentialIssued':
      return event.data.grant.proof;
    case 'CredentialRotated':
      return event.data.proof;
    case 'CredentialRevoked':
      return undefined;
  }
};
