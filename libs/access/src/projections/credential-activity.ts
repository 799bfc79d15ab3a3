import { assertNever } from '#libs/kernel';
import type { CredentialEvent, Grant, Proof } from '../domain/credential.js';

/** The owner of a credential. */
export interface CredentialOwner {
  /** Null: every tenant. */
  readonly tenant: string | null;
  readonly holder: string;
}

/** Returns the owner that the event names, or null: only the event that issues a credential names one. */
export const credentialOwner = (event: CredentialEvent): CredentialOwner | null => {
  if (event.type !== 'CredentialIssued') return null;
  const { tenant, holder } = event.data.grant;
  return { tenant, holder };
};

/** Returns what happened as a sentence for people. Nothing in it would let a reader act as the holder. */
export const credentialSentence = (event: CredentialEvent, { holder }: CredentialOwner): string => {
  switch (event.type) {
    case 'CredentialIssued':
      return `A credential for ${event.data.grant.family} was issued to ${holder}${particulars(event.data.grant)}.`;
    case 'CredentialRotated':
      return `The credential of ${holder} got a new ${nameOf(event.data.proof)}; the old one ended.`;
    case 'CredentialRevoked':
      return `The credential of ${holder} was revoked.`;
    default:
      return assertNever(event);
  }
};

const particulars = ({ proof, scopes }: Grant): string => {
  const keyId = proof.kind === 'public-key' ? `, key id ${proof.keyId}` : '';
  return scopes.length === 0 ? keyId : `${keyId}, with the scopes ${scopes.join(', ')}`;
};

const nameOf = ({ kind }: Proof): string => (kind === 'secret' ? 'secret' : 'public key');
