import { createPublicKey, type KeyObject } from 'node:crypto';
import {
  type CommandContext,
  decodeRecorded,
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

/** RFC 7518 section 3.3: RS256 keys have 2048 bits or more. */
const MIN_RSA_BITS = 2_048;

/** A tenant is part of the names of streams, in which the first dot ends it. */
const TENANT = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/** A key id is sent in a header, between a quote and a pipe. */
const KEY_ID = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$/;

/** An operation on a credential that cannot be carried out. The message is for the operator. */
export class CredentialError extends Error {}

/** A credential that was issued or rotated. The API key is shown this once; a public key has a key id. */
export type IssuedCredential = { readonly credentialId: string } & (
  { readonly apiKey: string } | { readonly keyId: string }
);

type GrantWithoutProof = Omit<Grant, 'proof'>;

/** The operations on credentials that `ledger access` offers to the operator. */
export class Credentials {
  private readonly transactor: Transactor<CredentialCommand, Credential, CredentialEvent, CredentialRefusal>;

  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
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
   * @throws CredentialError when the key is not an RSA public key of 2048 bits or more, when the key id or
   * the tenant is malformed, or when the key id was used before.
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
    const publicKey = rsaPublicKeyPem(proof.publicKey);
    await this.change({
      type: 'IssueCredential',
      data: { credentialId, grant: { ...grant, proof: { kind: 'public-key', ...proof, publicKey } } },
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
    await this.change({
      type: 'IssueCredential',
      data: { credentialId, grant: { ...grant, proof: secretProof(digest, prefix) } },
    });
    return { credentialId, apiKey };
  }

  /**
   * Replaces the secret by a new one, or the public key by the given one. The old one ends at once.
   *
   * @throws CredentialError when there is no such credential, when it is revoked, or when the public key is
   * missing or is not an RSA key of 2048 bits or more.
   */
  async rotate(credentialId: string, publicKey?: string): Promise<IssuedCredential> {
    const current = await this.find(credentialId);
    const proof = current?.grant.proof;
    if (proof === undefined) throw new CredentialError('There is no such credential.');
    if (proof.kind === 'secret') {
      const { apiKey, digest } = newApiKey(proof.prefix);
      await this.rotateTo(credentialId, secretProof(digest, proof.prefix));
      return { credentialId, apiKey };
    }
    if (publicKey === undefined)
      throw new CredentialError('This credential has a public key: rotate it with --public-key FILE.');
    await this.rotateTo(credentialId, { ...proof, publicKey: rsaPublicKeyPem(publicKey) });
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

  /** Reads every credential from the log, active and revoked, in the order of issue. */
  async list(): Promise<readonly Exclude<Credential, { status: 'unknown' }>[]> {
    const credentials = new Map<string, Credential>();
    for await (const { events } of this.store.readAll({ streamPrefixes: [credentialStreamPrefix] }))
      for (const recorded of events) {
        const state = credentials.get(recorded.stream) ?? credentialDecider.initial;
        credentials.set(
          recorded.stream,
          credentialDecider.evolve(state, decodeRecorded(credentialCodec, recorded)),
        );
      }
    return [...credentials.values()].filter((credential) => credential.status !== 'unknown');
  }

  private async find(credentialId: string): Promise<Exclude<Credential, { status: 'unknown' }> | undefined> {
    return (await this.list()).find((credential) => credential.credentialId === credentialId);
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

const rsaPublicKeyPem = (pem: string): string => {
  const key = parsePublicKey(pem);
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== 'rsa' || bits < MIN_RSA_BITS)
    throw new CredentialError(`The public key must be an RSA key of ${MIN_RSA_BITS} bits or more.`);
  return key.export({ type: 'spki', format: 'pem' }).toString();
};

const parsePublicKey = (pem: string): KeyObject => {
  // createPublicKey would also accept a private key and derive the public one, but a file with a private key
  // should not be passed around.
  if (pem.includes('PRIVATE KEY'))
    throw new CredentialError('The file holds a private key. Pass the public key instead.');
  try {
    return createPublicKey(pem);
  } catch {
    throw new CredentialError('The file does not hold a public key in PEM form.');
  }
};
