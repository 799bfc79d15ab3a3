import { createHash } from 'node:crypto';
import type { ActiveCredential, CredentialDirectory, PublicKeyProof } from '#libs/access';
import type { Clock } from '#libs/kernel';
import { importSPKI, type JWTPayload, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { SMART_ODR } from './smart-odr.credential.js';
import { limits } from './smart-odr.limits.js';
import type { SignatureHeader } from './smart-odr.signature.js';

/** What a token was presented for: the strict profile binds it to both. */
export interface TokenUse {
  /**
   * The route's whole URL, as in `https://host/update`. A token that names an audience must name this one.
   */
  readonly audience: string;
  readonly rawBody: Uint8Array;
}

export interface ProvenToken {
  readonly credential: ActiveCredential;
  readonly profile: PublicKeyProof['profile'];
  /** Set where the token may be used only once. */
  readonly tokenId: string | undefined;
}

type CryptoKey = Awaited<ReturnType<typeof importSPKI>>;

interface VerifiedToken {
  readonly credential: ActiveCredential;
  readonly payload: JWTPayload;
}

/** Each part base64url without padding: `==` at the end would be a second spelling of the same token. */
const COMPACT_JWS = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.[A-Za-z0-9_-]+$/;

/** Header parameters that point a verifier to another key, or change how it reads the token. */
const DANGEROUS_PARAMETERS = ['jku', 'jwk', 'x5u', 'x5c', 'crit', 'b64', 'zip', 'enc', 'cty'];

/**
 * Proves that a token was signed by the institution whose key id the header names. `prove` resolves with null
 * whatever is wrong: all callers get the same answer, so that they learn nothing by trying.
 */
export class TokenVerifier {
  /** Keyed by the token's whole text, so that an entry stands for a signature that was verified. */
  private readonly verified = new LRUCache<string, VerifiedToken>({ max: limits.maxVerifiedTokens });
  private readonly keys = new WeakMap<ActiveCredential, Promise<CryptoKey>>();

  constructor(
    private readonly directory: CredentialDirectory,
    private readonly clock: Clock,
  ) {}

  async prove(header: SignatureHeader, use: TokenUse): Promise<ProvenToken | null> {
    const credential = this.directory.withKeyId(SMART_ODR, header.keyId);
    const proof = credential?.grant.proof;
    if (credential === undefined || proof?.kind !== 'public-key') return null;
    const payload = await this.verifiedPayload(header, credential);
    if (payload === null) return null;
    const now = Math.floor(this.clock.now().getTime() / 1_000);
    const claims = { payload, header, credential, proof, use, now };
    if (!isAcceptable(claims) || (proof.profile === 'strict' && !isStrict(payload, use))) return null;
    return {
      credential,
      profile: proof.profile,
      tokenId: proof.profile === 'strict' ? payload.jti : undefined,
    };
  }

  private async verifiedPayload(
    { token, keyId }: SignatureHeader,
    credential: ActiveCredential,
  ): Promise<JWTPayload | null> {
    const known = this.verified.get(token);
    // A rotated credential is another object; a revoked one is gone.
    if (known?.credential === credential) return known.payload;
    if (token.length > limits.maxTokenLength || !hasPlainHeader(token, keyId)) return null;
    try {
      const { payload } = await jwtVerify(token, await this.keyOf(credential), {
        algorithms: ['RS256'],
        clockTolerance: limits.clockToleranceSeconds,
        currentDate: this.clock.now(),
      });
      if (Object.hasOwn(payload, '__proto__')) return null;
      this.verified.set(token, { credential, payload });
      return payload;
    } catch {
      return null;
    }
  }

  private keyOf(credential: ActiveCredential): Promise<CryptoKey> {
    const { proof } = credential.grant;
    const known = this.keys.get(credential);
    if (known !== undefined || proof.kind !== 'public-key')
      return known ?? Promise.reject(new Error('The credential has no public key.'));
    const key = importSPKI(proof.publicKey, 'RS256');
    this.keys.set(credential, key);
    return key;
  }
}

/** Returns whether the token's header names no parameter twice, no dangerous parameter and no other key. */
const hasPlainHeader = (token: string, keyId: string): boolean => {
  const encoded = COMPACT_JWS.exec(token)?.[1];
  const text = encoded === undefined ? '' : Buffer.from(encoded, 'base64url').toString('utf8');
  const header = parseObject(text);
  if (header === null) return false;
  const names = text.match(/"(?:[^"\\]|\\.)*"\s*:/g) ?? [];
  return (
    names.length === Object.keys(header).length &&
    DANGEROUS_PARAMETERS.every((parameter) => !Object.hasOwn(header, parameter)) &&
    (header['kid'] === undefined || header['kid'] === keyId) &&
    isPlainType(header['typ'])
  );
};

const isPlainType = (type: unknown): boolean =>
  type === undefined || (typeof type === 'string' && type.toUpperCase() === 'JWT');

const parseObject = (text: string): Record<string, unknown> | null => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
};

/** Returns whether a token with a valid signature meets what both profiles require. */
const isAcceptable = (presented: {
  readonly payload: JWTPayload;
  readonly header: SignatureHeader;
  readonly credential: ActiveCredential;
  readonly proof: PublicKeyProof;
  readonly use: TokenUse;
  readonly now: number;
}): boolean => {
  const { payload, header, credential, proof, use, now } = presented;
  return isTimely(header, payload, now) && names(proof, payload) && isAddressedToUs(payload, credential, use);
};

/**
 * Returns whether every time in the header and the token allows a use now. SMART ODR's documents make times
 * optional. They are checked for remembered tokens, too.
 */
const isTimely = (header: SignatureHeader, { iat, nbf, exp }: JWTPayload, now: number): boolean => {
  const soon = now + limits.clockToleranceSeconds;
  const justPast = now - limits.clockToleranceSeconds;
  const begins = [header.created, iat, nbf];
  const ends = [header.expires, exp];
  return (
    begins.every((time) => time === undefined || time <= soon) &&
    ends.every((time) => time === undefined || time > justPast) &&
    (exp === undefined || exp <= now + limits.maxTokenLifetimeSeconds)
  );
};

/**
 * Returns whether the token names an e-mail address and a phone number, as the document requires. Where the
 * credential has registered ones, they must be among them.
 */
const names = ({ emails, phones }: PublicKeyProof, { email, phone }: Record<string, unknown>): boolean => {
  if (typeof email !== 'string' || email === '' || typeof phone !== 'string' || phone === '') return false;
  const isKnownEmail =
    emails.length === 0 || emails.some((known) => known.toLowerCase() === email.toLowerCase());
  return isKnownEmail && (phones.length === 0 || phones.includes(phone));
};

/** Returns whether the token is for this route and by this institution, where it names them. */
const isAddressedToUs = (
  { aud, iss }: JWTPayload,
  { grant }: ActiveCredential,
  { audience }: TokenUse,
): boolean => (aud === undefined || aud === audience) && (iss === undefined || iss === grant.holder);

/**
 * Returns whether the token is short-lived, for this route and body only, and has an id, so that it is used
 * only once.
 */
const isStrict = (payload: JWTPayload, { audience, rawBody }: TokenUse): boolean => {
  const { iss, aud, iat, exp, jti } = payload;
  return (
    iss !== undefined &&
    aud === audience &&
    iat !== undefined &&
    exp !== undefined &&
    exp - iat <= limits.maxStrictTokenLifetimeSeconds &&
    typeof jti === 'string' &&
    jti.length >= limits.minTokenIdLength &&
    jti.length <= limits.maxTokenIdLength &&
    payload['bsh'] === createHash('sha256').update(rawBody).digest('base64url')
  );
};
