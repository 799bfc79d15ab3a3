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

/** A tenant is part of a stream's name, where the first dot ends it. */
const TENANT = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/** A key id stands between quotes and pipes in a header. */
const KEY_ID = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$/;

/** What cannot be done with a credential. The message is for the operator. */
export class CredentialError extends Error {}

export type IssuedCredential = { readonly credentialId: string } & (
  { readonly apiKey: string } | { readonly keyId: string }
);

type GrantWithoutProof = Omit<Grant, 'proof'>;

/** Issues, rotates and revokes credentials: what the operator's `ledger access` does. */
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

  /** @throws CredentialError when the key is not an RSA public key of 2048 bits or more, or its id was used before. */
  async issueForPublicKey(
    grant: GrantWithoutProof,
    proof: Omit<PublicKeyProof, 'kind'>,
  ): Promise<{ credentialId: string; keyId: string }> {
    if (!KEY_ID.test(proof.keyId))
      throw new CredentialError(
        'A key id has 1 to 64 letters, digits, dots, colons, dashes and underscores.',
      );
    // From the key id, so that the store itself refuses the same id twice.
    const credentialId = entityIdOf('credential', `${grant.family} ${proof.keyId}`);
    const publicKey = rsaPublicKeyPem(proof.publicKey);
    await this.change({
      type: 'IssueCredential',
      data: { credentialId, grant: { ...grant, proof: { kind: 'public-key', ...proof, publicKey } } },
    });
    return { credentialId, keyId: proof.keyId };
  }

  /** `prefix` is how the vendor's own keys begin. */
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

  /** Replaces the secret, or the public key by the one given. The old one ends at once. @throws CredentialError */
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
      throw new CredentialError('This credential is rotated with --public-key FILE.');
    await this.rotateTo(credentialId, { ...proof, publicKey: rsaPublicKeyPem(publicKey) });
    return { credentialId, keyId: proof.keyId };
  }

  /** @throws CredentialError when there is no such credential. */
  async revoke(credentialId: string): Promise<void> {
    await this.change({ type: 'RevokeCredential', data: { credentialId } });
  }

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
      throw new CredentialError('A tenant has 1 to 64 letters, digits, dashes and underscores.');
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

/** Whoever may run the command line on the ledger's machine is its operator. */
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
  // createPublicKey would also take a private key, and derive the public one: that file should not be handed around.
  if (pem.includes('PRIVATE KEY')) throw new CredentialError('That is a private key. Give the public key.');
  try {
    return createPublicKey(pem);
  } catch {
    throw new CredentialError('The file does not hold a public key in PEM form.');
  }
};
