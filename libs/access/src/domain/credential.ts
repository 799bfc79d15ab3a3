import {
  accept,
  assertNever,
  type Decider,
  type Decision,
  eventCodec,
  type EventCodec,
  reject,
  unchanged,
} from '#libs/kernel';

/** What a credential is for, what it allows, and what proves that somebody holds it. */
export interface Grant {
  /** The API that the credential is for, such as `ledger`. */
  readonly family: string;
  /** Null: every tenant. */
  readonly tenant: string | null;
  /** The institution, person or system that holds it. */
  readonly holder: string;
  readonly scopes: readonly string[];
  readonly proof: Proof;
  /** True for a credential that a first start made for trying the ledger out. Its secret is in a file. */
  readonly isDemo?: true;
}

export type Proof = PublicKeyProof | SecretProof;

/** The public half of a key pair. The holder signs tokens with the private half. */
export interface PublicKeyProof {
  readonly kind: 'public-key';
  readonly keyId: string;
  /** SubjectPublicKeyInfo as PEM text. */
  readonly publicKey: string;
  readonly profile: 'documented' | 'strict';
  /** The registered addresses. If there are any, a token must name one of them, and likewise for `phones`. */
  readonly emails: readonly string[];
  readonly phones: readonly string[];
}

/** A secret that the holder sends. Only its SHA-256 (hex) is stored: 256 random bits need no slower hash. */
export interface SecretProof {
  readonly kind: 'secret';
  readonly digest: string;
  /** How the keys of the family begin, if not as the ledger's own do. A rotated key begins the same. */
  readonly prefix?: string;
}

export type CredentialEvent =
  | {
      readonly type: 'CredentialIssued';
      readonly data: { readonly credentialId: string; readonly grant: Grant };
    }
  | {
      readonly type: 'CredentialRotated';
      readonly data: { readonly credentialId: string; readonly proof: Proof };
    }
  | { readonly type: 'CredentialRevoked'; readonly data: { readonly credentialId: string } };

export type CredentialCommand =
  | {
      readonly type: 'IssueCredential';
      readonly data: { readonly credentialId: string; readonly grant: Grant };
    }
  | {
      readonly type: 'RotateCredential';
      readonly data: { readonly credentialId: string; readonly proof: Proof };
    }
  | { readonly type: 'RevokeCredential'; readonly data: { readonly credentialId: string } };

export type CredentialRefusal =
  'credential-exists' | 'credential-not-found' | 'credential-revoked' | 'proof-of-another-kind';

export type Credential =
  | { readonly status: 'unknown' }
  | ActiveCredential
  | { readonly status: 'revoked'; readonly credentialId: string; readonly grant: Grant };

export interface ActiveCredential {
  readonly status: 'active';
  readonly credentialId: string;
  readonly grant: Grant;
}

type CredentialDecision = Decision<CredentialEvent, CredentialRefusal>;

const issue = (data: { credentialId: string; grant: Grant }, state: Credential): CredentialDecision =>
  state.status === 'unknown'
    ? accept<CredentialEvent>({ type: 'CredentialIssued', data })
    : reject('credential-exists', 'A credential with this key id was issued before; key ids are used once.');

const rotate = (data: { credentialId: string; proof: Proof }, state: Credential): CredentialDecision => {
  if (state.status === 'unknown') return reject('credential-not-found', 'There is no such credential.');
  if (state.status === 'revoked')
    return reject('credential-revoked', 'A revoked credential cannot be rotated.');
  if (state.grant.proof.kind !== data.proof.kind)
    return reject(
      'proof-of-another-kind',
      'A public key can only be replaced by a public key, and a secret by a secret.',
    );
  return accept<CredentialEvent>({ type: 'CredentialRotated', data });
};

const revoke = (data: { credentialId: string }, state: Credential): CredentialDecision => {
  if (state.status === 'unknown') return reject('credential-not-found', 'There is no such credential.');
  // A repeated revocation is a success that adds nothing.
  if (state.status === 'revoked') return accept();
  return accept<CredentialEvent>({ type: 'CredentialRevoked', data });
};

const decide = (command: CredentialCommand, state: Credential): CredentialDecision => {
  switch (command.type) {
    case 'IssueCredential':
      return issue(command.data, state);
    case 'RotateCredential':
      return rotate(command.data, state);
    case 'RevokeCredential':
      return revoke(command.data, state);
    default:
      return assertNever(command);
  }
};

const evolve = (state: Credential, event: CredentialEvent): Credential => {
  switch (event.type) {
    case 'CredentialIssued':
      return { status: 'active', ...event.data };
    case 'CredentialRotated':
      return state.status === 'unknown'
        ? state
        : { ...state, grant: { ...state.grant, proof: event.data.proof } };
    case 'CredentialRevoked':
      return state.status === 'unknown' ? state : { ...state, status: 'revoked' };
    default:
      return assertNever(event);
  }
};

export const credentialDecider: Decider<CredentialCommand, Credential, CredentialEvent, CredentialRefusal> = {
  initial: { status: 'unknown' },
  decide,
  evolve,
};

const asStored = unchanged<CredentialEvent>();

export const credentialCodec: EventCodec<CredentialEvent> = eventCodec<CredentialEvent>()(
  {
    CredentialIssued: 'CredentialIssued.v1',
    CredentialRotated: 'CredentialRotated.v1',
    CredentialRevoked: 'CredentialRevoked.v1',
  },
  {
    'CredentialIssued.v1': asStored('CredentialIssued', 'credentialId', 'grant'),
    'CredentialRotated.v1': asStored('CredentialRotated', 'credentialId', 'proof'),
    'CredentialRevoked.v1': asStored('CredentialRevoked', 'credentialId'),
  },
);

export const credentialStreamPrefix = 'credential-';

export const credentialStream = (credentialId: string): string => credentialStreamPrefix + credentialId;
