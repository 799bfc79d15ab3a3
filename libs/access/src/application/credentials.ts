import type { KeyObject } from 'node:crypto';
import {
  Acceptances,
  type CommandContext,
  entityIdOf,
  type EventStore,
  newCommandId,
  type Transacted,
  Transactor,
} from '#libs/event-store';
import type { Clock } from '#libs/kernel';
import {
  type Credential,
  credentialCodec,
  type CredentialCommand,
  credentialDecider,
  type CredentialEvent,
  type CredentialRefusal,
  credentialStream,
  credentialStreamPrefix,
  type Grant,
  type Proof,
  type PublicKeyProof,
  type SecretProof,
} from '../domain/credential.js';
import { newApiKey } from './api-key.js';
import { CredentialError } from './credential-error.js';
import { CredentialRegister, type IssuedCredentialState } from './credential-register.js';
import { PublicKeyError, publicKeyId, publicKeyText, readPublicKey } from './public-key.js';

/** A tenant is part of the names of streams, in which the first dot ends it. */
const TENANT = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/** A key id is sent in a header, between a quote and a pipe. */
const KEY_ID = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$/;

/** A credential that was issued or rotated. The API key is shown this once; a public key has a key id. */
export type IssuedCredential = { readonly credentialId: string } & (
  { readonly apiKey: string } | { readonly keyId: string }
);

type GrantWithoutProof = Omit<Grant, 'proof' | 'isDemo'>;

/** A credential as an operator sees it. */
export type ListedCredential = IssuedCredentialState & {
  readonly isDemo: boolean;
  /** Why every process refuses its public key, as a sentence. */
  readonly keyFault?: string;
};

/** The operations on credentials that `ledger access` offers to the operator. */
export class Credentials {
  private readonly transactor: Transactor<CredentialCommand, Credential, CredentialEvent, CredentialRefusal>;

  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
    /** Whether what is issued is marked as made for trying the ledger out. */
    private readonly isDemo = false,
  ) {
    this.transactor = new Transactor(store, {
      noun: 'credential',
      decider: credentialDecider,
      codec: credentialCodec,
    });
  }

  /**
   * Issues a credential for the public key of its holder.
   *
   * @throws PublicKeyError when the text is not one sound RSA public key (`readPublicKey`), or when the key was
   * registered before, under whatever key id.
   * @throws CredentialError when the key id or the tenant is malformed, or when the key id was used before.
   */
  async issueForPublicKey(
    grant: GrantWithoutProof,
    proof: Omit<PublicKeyProof, 'kind'>,
  ): Promise<{ credentialId: string; keyId: string }> {
    if (!KEY_ID.test(proof.keyId))
      throw new CredentialError(
        'A key id has 1 to 64 letters, digits, dots, colons, dashes and underscores, and begins with a letter or a digit.',
      );
    // Derived from the key id, so that the store itself rejects a second credential with it.
    const credentialId = entityIdOf('credential', `${grant.family} ${proof.keyId}`);
    const key = readPublicKey(proof.publicKey);
    const register = await this.register();
    if (register.of(credentialStream(credentialId)).status === 'unknown') assertNew(register, key);
    await this.issue(credentialId, {
      ...grant,
      proof: { kind: 'public-key', ...proof, publicKey: publicKeyText(key) },
    });
    return { credentialId, keyId: proof.keyId };
  }

  /**
   * Issues an API key. `prefix` is how the vendor's own keys begin; without it the key begins like those of
   * the ledger's own API.
   *
   * @throws CredentialError when the tenant is malformed.
   */
  async issueApiKey(
    grant: GrantWithoutProof,
    prefix?: string,
  ): Promise<{ credentialId: string; apiKey: string }> {
    const credentialId = newCommandId();
    const { apiKey, digest } = newApiKey(prefix);
    await this.issue(credentialId, { ...grant, proof: secretProof(digest, prefix) });
    return { credentialId, apiKey };
  }

  /**
   * Replaces the secret by a new one, or the public key by the given one. The old one ends at once.
   *
   * @throws PublicKeyError when the public key is not a sound one (`readPublicKey`), or was registered before.
   * @throws CredentialError when there is no such credential, when it is revoked, or when the public key is
   * missing.
   */
  async rotate(credentialId: string, publicKey?: string): Promise<IssuedCredential> {
    const register = await this.register();
    const current = register.of(credentialStream(credentialId));
    if (current.status === 'unknown') throw new CredentialError('There is no such credential.');
    const { proof } = current.grant;
    if (proof.kind === 'secret') {
      const { apiKey, digest } = newApiKey(proof.prefix);
      await this.rotateTo(credentialId, secretProof(digest, proof.prefix));
      return { credentialId, apiKey };
    }
    if (publicKey === undefined)
      throw new CredentialError('This credential has a public key: rotate it with --public-key FILE.');
    const key = readPublicKey(publicKey);
    assertNew(register, key);
    await this.rotateTo(credentialId, { ...proof, publicKey: publicKeyText(key) });
    return { credentialId, keyId: proof.keyId };
  }

  /**
   * Revokes a credential. Revoking it again adds nothing.
   *
   * @throws CredentialError when there is no such credential.
   */
  async revoke(credentialId: string): Promise<void> {
    await this.change({ type: 'RevokeCredential', data: { credentialId } });
  }

  /**
   * Reads every credential from the log, active and revoked, in the order of issue. One whose events cannot be
   * read is not valid, and left out: `ledger quarantine list` names it.
   */
  async list(): Promise<readonly ListedCredential[]> {
    const register = await this.register();
    return register.all().map((credential) => {
      const keyFault = credential.status === 'active' ? register.keyFaultOf(credential) : undefined;
      return {
        ...credential,
        isDemo: register.isDemo(credential),
        ...(keyFault !== undefined && { keyFault }),
      };
    });
  }

  private async register(): Promise<CredentialRegister> {
    const register = new CredentialRegister(await Acceptances.read(this.store));
    for await (const { events } of this.store.readAll({ streamPrefixes: [credentialStreamPrefix] }))
      for (const recorded of events) register.take(recorded);
    return register;
  }

  private issue(credentialId: string, grant: Grant): Promise<void> {
    const data = { credentialId, grant: this.isDemo ? { ...grant, isDemo: true as const } : grant };
    return this.change({ type: 'IssueCredential', data });
  }

  private rotateTo(credentialId: string, proof: Proof): Promise<void> {
    return this.change({ type: 'RotateCredential', data: { credentialId, proof } });
  }

  private async change(command: CredentialCommand): Promise<void> {
    const tenant = tenantOf(command);
    if (tenant !== null && !TENANT.test(tenant))
      throw new CredentialError(
        'A tenant has 1 to 64 letters, digits, dashes and underscores, and begins with a letter or a digit.',
      );
    const context = operatorContext(this.clock.now(), tenant);
    const stream = credentialStream(command.data.credentialId);
    const result: Transacted<CredentialRefusal> = await this.transactor.transact({
      stream,
      command,
      context,
    });
    if (result.outcome === 'rejected') throw new CredentialError(result.message);
  }
}

/**
 * Rejects a key that any credential has or had. With one key under two ids, a signature would not say who made it;
 * one that was revoked or replaced may be in other hands. Two operators who register a key at the same moment are
 * not seen here: `CredentialRegister.keyFaultOf` then names the later one.
 */
const assertNew = (register: CredentialRegister, key: KeyObject): void => {
  const first = register.firstWithKey(publicKeyId(key));
  const proof = first?.grant.proof;
  if (first === undefined || proof?.kind !== 'public-key') return;
  throw new PublicKeyError(
    `The public key was registered before, under the key id ${proof.keyId} (${first.status} credential ${first.credentialId}). Ask its holder for another key.`,
  );
};

const secretProof = (digest: string, prefix: string | undefined): SecretProof => ({
  kind: 'secret',
  digest,
  ...(prefix !== undefined && { prefix }),
});

const tenantOf = (command: CredentialCommand): string | null =>
  command.type === 'IssueCredential' ? command.data.grant.tenant : null;

/**
 * Returns the context of a command from the command line. Everybody who may run it on the machine of the
 * ledger is its operator.
 */
const operatorContext = (now: Date, tenant: string | null): CommandContext => {
  const commandId = newCommandId();
  return {
    commandId,
    correlationId: commandId,
    tenant,
    actor: { name: 'operator' },
    credentialId: 'local-operator',
    holder: 'operator',
    authProfile: 'local',
    now: now.toISOString(),
  };
};
