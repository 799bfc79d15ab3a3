import { assertNever } from '#libs/kernel';
import type { CredentialEvent, Grant, Proof } from '../domain/credential.js';

/** Whose credential it is. */
export interface CredentialOwner {
  /** Null: it is for every tenant. */
  readonly tenant: string | null;
  readonly holder: string;
}

/** Only the event that issues a credential says whose it is. */
export const credentialOwner = (event: CredentialEvent): CredentialOwner | null => {
  if (event.type !== 'CredentialIssued') return null;
  const { tenant, holder } = event.data.grant;
  return { tenant, holder };
};

/** What happened, for a person who was not there. It tells nothing with which one could act as the holder. */
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
