import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';

/** An ODR institution for tests: its key pair, and the contacts that its tokens claim. */
export interface Institution {
  readonly name: string;
  readonly tenant: string;
  readonly keyId: string;
  readonly email: string;
  readonly phone: string;
  readonly publicKeyPem: string;
  readonly privateKey: KeyObject;
}

export const newInstitution = (name: string, tenant = 'smartodr'): Institution => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  return {
    name,
    tenant,
    keyId: `key-${createHash('sha256')
      .update(publicKey.export({ type: 'spki', format: 'der' }))
      .digest('hex')
      .slice(0, 12)}`,
    email: 'desk@institution.example',
    phone: '+911234567890',
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privateKey,
  };
};

/** Resolves with a token that has the claims of the document, plus those that a test adds or replaces. */
export const signToken = ({ email, phone, privateKey }: Institution, claims: object = {}): Promise<string> =>
  new SignJWT({ email, phone, ...claims }).setProtectedHeader({ alg: 'RS256' }).sign(privateKey);

/** Returns the Authorization header as the document writes it, with the blank at its end. */
export const signatureHeader = (keyId: string, token: string, type = 'update'): string =>
  `Signature keyId="${keyId}|${token}|RS256" algorithm="RS256" type="${type}" `;

/** Resolves with the header for a token of the documented profile. `type` is that of the route. */
export const documentedHeader = async (institution: Institution, type?: string): Promise<string> =>
  signatureHeader(institution.keyId, await signToken(institution), type);
