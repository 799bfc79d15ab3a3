import { createHash } from 'node:crypto';
import type { ActiveCredential, CredentialDirectory, PublicKeyProof } from '#libs/access';
import type { Clock } from '#libs/kernel';
import { errors, importSPKI, type JWTPayload, jwtVerify } from 'jose';
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

/** Why a token is not accepted, for the log: all callers get the same answer, and learn nothing by trying. */
export interface RefusedToken {
  /** Never the token, nor what it claims. */
  readonly reason: string;
  readonly credentialId?: string;
}

/** Proves that a token was signed by the institution whose key id the header names. */
export class TokenVerifier {
  /** Keyed by the token's whole text, so that an entry stands for a signature that was verified. */
  private readonly verified = new LRUCache<string, VerifiedToken>({ max: limits.maxVerifiedTokens });
  private readonly keys = new WeakMap<ActiveCredential, Promise<CryptoKey>>();

  constructor(
    private readonly directory: CredentialDirectory,
    private readonly clock: Clock,
  ) {}

  async prove(header: SignatureHeader, use: TokenUse): Promise<ProvenToken | RefusedToken> {
    const credential = this.directory.withKeyId(SMART_ODR, header.keyId);
    if (credential === undefined) return { reason: 'the key id is unknown or revoked' };
    const { credentialId } = credential;
    if (credential.status === 'refused') return { reason: credential.reason, credentialId };
    const { proof } = credential.grant;
    if (proof.kind !== 'public-key') return { reason: 'the key id is that of no public key', credentialId };
    const payload = await this.verifiedPayload(header.token, credential);
    if (typeof payload === 'string') return { reason: payload, credentialId };
    const now = Math.floor(this.clock.now().getTime() / 1_000);
    const reason = unacceptable(payload, { header, proof, use, now });
    if (reason !== undefined) return { reason, credentialId };
    return {
      credential,
      profile: proof.profile,
      tokenId: proof.profile === 'strict' ? payload.jti : undefined,
    };
  }

  /** Resolves with the payload of a token whose signature is good, or with the reason why it is not. */
  private async verifiedPayload(token: string, credential: ActiveCredential): Promise<JWTPayload | string> {
    const known = this.verified.get(token);
    // A rotated credential is another object; a revoked one is gone.
    if (known?.credential === credential) return known.payload;
    if (token.length > limits.maxTokenLength) return 'the token is too long';
    if (!hasPlainHeader(token)) return 'the header of the token is not a plain one';
    // Outside the try: no token is invalid because the ledger's clock is in doubt.
    const currentDate = this.clock.now();
    try {
      const { payload } = await jwtVerify(token, await this.keyOf(credential), {
        algorithms: ['RS256'],
        clockTolerance: limits.clockToleranceSeconds,
        currentDate,
      });
      if (Object.hasOwn(payload, '__proto__')) return 'the token has a claim __proto__';
      this.verified.set(token, { credential, payload });
      return payload;
    } catch (error) {
      // The code only: the message may quote a claim.
      return `the token is not valid: ${error instanceof errors.JOSEError ? error.code : 'unreadable'}`;
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

/**
 * Returns whether the token's header names no parameter twice and none that is dangerous. A `kid` selects
 * nothing here, so that any is as good as none.
 */
const hasPlainHeader = (token: string): boolean => {
  const encoded = COMPACT_JWS.exec(token)?.[1];
  const text = encoded === undefined ? '' : Buffer.from(encoded, 'base64url').toString('utf8');
  const header = parseObject(text);
  if (header === null) return false;
  const names = text.match(/"(?:[^"\\]|\\.)*"\s*:/g) ?? [];
  return (
    names.length === Object.keys(header).length &&
    DANGEROUS_PARAMETERS.every((parameter) => !Object.hasOwn(header, parameter)) &&
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

/** Returns the reason if the payload of a token with a good signature is not acceptable. */
const unacceptable = (
  payload: JWTPayload,
  presented: {
    readonly header: SignatureHeader;
    readonly proof: PublicKeyProof;
    readonly use: TokenUse;
    readonly now: number;
  },
): string | undefined => {
  const { header, proof, use, now } = presented;
  return (
    untimely(header, payload, now) ??
    unknownContact(proof, payload) ??
    otherAudience(payload, use) ??
    (proof.profile === 'strict' ? missingStrictly(payload, use) : undefined)
  );
};

/**
 * Returns the reason if a time in the header or the token forbids a use now. SMART ODR's documents make times
 * optional. They are checked for remembered tokens, too.
 */
const untimely = (
  header: SignatureHeader,
  { iat, nbf, exp }: JWTPayload,
  now: number,
): string | undefined => {
  const soon = now + limits.clockToleranceSeconds;
  const justPast = now - limits.clockToleranceSeconds;
  if ([header.created, iat, nbf].some((time) => time !== undefined && time > soon))
    return 'the token is not valid yet';
  if ([header.expires, exp].some((time) => time !== undefined && time <= justPast))
    return 'the token has expired';
  return exp !== undefined && exp > now + limits.maxTokenLifetimeSeconds
    ? 'the token expires too late'
    : undefined;
};

/**
 * Returns the reason if the token does not name an e-mail address and a phone number, as the document
 * requires. Where the credential has registered ones, they must be among them.
 */
const unknownContact = (
  { emails, phones }: PublicKeyProof,
  { email, phone }: Record<string, unknown>,
): string | undefined => {
  if (typeof email !== 'string' || email === '') return 'the token has no email';
  if (typeof phone !== 'string' || phone === '') return 'the token has no phone';
  if (emails.length > 0 && !emails.some((known) => known.toLowerCase() === email.toLowerCase()))
    return 'the email of the token is not registered';
  if (phones.length > 0 && !phones.some((known) => samePhone(known, phone)))
    return 'the phone of the token is not registered';
  return undefined;
};

/** Returns whether two numbers have the same digits, with or without India's prefix. */
const samePhone = (one: string, other: string): boolean => digitsOf(one) === digitsOf(other);

const digitsOf = (phone: string): string => {
  const digits = phone.replace(/\D/g, '').replace(/^0+/, '');
  return digits.length === NATIONAL_DIGITS + 2 && digits.startsWith('91') ? digits.slice(2) : digits;
};

/** Indian numbers have ten digits after the country's 91. */
const NATIONAL_DIGITS = 10;

/** Returns the reason if the token names audiences, and this host is not among them. */
const otherAudience = ({ aud }: JWTPayload, { audience }: TokenUse): string | undefined =>
  aud === undefined || audiencesOf(aud).some((named) => named.host === addressOf(audience).host)
    ? undefined
    : 'the token is for another audience';

/** An address without what its form may differ in: the case of the host, and a slash at the end. */
interface Address {
  readonly host: string | undefined;
  readonly path: string;
}

const audiencesOf = (aud: string | string[]): readonly Address[] =>
  [aud].flat().flatMap((named) => {
    const address = addressOf(named);
    return address.host === undefined ? [] : [address];
  });

const addressOf = (text: string): Address => {
  if (!URL.canParse(text)) return { host: undefined, path: '' };
  const { host, pathname } = new URL(text);
  return { host, path: pathname.replace(/\/+$/, '') };
};

/**
 * Returns the reason if the token is not short-lived, for this route and body only, and with an id, so that it
 * is used only once.
 */
const missingStrictly = (payload: JWTPayload, { audience, rawBody }: TokenUse): string | undefined => {
  const { iss, aud = [], iat, exp, jti } = payload;
  const route = addressOf(audience);
  const required: readonly (readonly [boolean, string])[] = [
    [typeof iss === 'string' && iss !== '', 'iss'],
    [audiencesOf(aud).some(({ host, path }) => host === route.host && path === route.path), 'aud'],
    [iat !== undefined, 'iat'],
    [exp !== undefined && iat !== undefined && exp - iat <= limits.maxStrictTokenLifetimeSeconds, 'exp'],
    [typeof jti === 'string' && isTokenId(jti), 'jti'],
    [payload['bsh'] === createHash('sha256').update(rawBody).digest('base64url'), 'bsh'],
  ];
  const missing = required.filter(([isMet]) => !isMet).map(([, claim]) => claim);
  return missing.length === 0 ? undefined : `the strict profile does not accept ${missing.join(', ')}`;
};

const isTokenId = ({ length }: string): boolean =>
  length >= limits.minTokenIdLength && length <= limits.maxTokenIdLength;
