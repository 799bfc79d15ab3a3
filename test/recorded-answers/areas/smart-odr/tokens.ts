import { createHash } from 'node:crypto';
import { type Institution, signatureHeader, signToken } from '../../../support/institution.js';
import type { RegisteredInstitution } from '../../support/people.js';
import type { Ask, RecordedLedger } from '../../support/recorded-ledger.js';
import { updateWith } from './requests.js';

const UPDATE = 'POST /update';
const body = updateWith({ disputeId: 'D-1' });

interface Parties {
  readonly known: RegisteredInstitution;
  readonly revoked: RegisteredInstitution;
  readonly strict: RegisteredInstitution;
  readonly stranger: Institution;
  /** A key of another API. */
  readonly apiKey: string;
}

/** Asks with every kind of credential, good and bad. */
export const askCredentials = async (
  ask: Ask,
  ledger: RecordedLedger,
  { known, revoked, stranger, apiKey }: Parties,
): Promise<void> => {
  const token = await signToken(known);
  const header = signatureHeader(known.keyId, token);
  const seconds = Math.floor(ledger.now().getTime() / 1_000);
  const signed = async (claims: object): Promise<string> =>
    signatureHeader(known.keyId, await signToken(known, claims));
  for (const [name, authorization] of [
    ['no credential', undefined],
    ['a bearer key', `Bearer ${apiKey}`],
    ['a basic password', 'Basic dXNlcjpwYXNzd29yZA=='],
    ['a signature of nothing', 'Signature '],
    ['a signature without a token', `Signature keyId="${known.keyId}" algorithm="RS256" type="update"`],
    ['another algorithm', header.replaceAll('RS256', 'HS256')],
    ['a type that comes twice', `${header.trim()} type="update"`],
    ['a key id that nobody has', signatureHeader('nobody-1', token)],
    ['a token of somebody else', signatureHeader(known.keyId, await signToken(stranger))],
    ['a token that was cut', signatureHeader(known.keyId, token.slice(0, -4))],
    ['a revoked credential', signatureHeader(revoked.keyId, await signToken(revoked))],
    ['a token of another type', signatureHeader(known.keyId, token, 'report')],
    ['an expired token', await signed({ exp: seconds - 60 })],
    ['a token from the future', await signed({ nbf: seconds + 60 })],
    ['a token that never ends', await signed({ exp: seconds + 500 * 86_400 })],
    ['a token for another audience', await signed({ aud: 'https://other.example/update' })],
    ['a token of another issuer', await signed({ iss: 'Metropolis ODR' })],
    ['an unknown address', await signed({ email: 'who@institution.example' })],
    ['an expired signature', `${header.trim()} created="${seconds - 90}" expires="${seconds - 60}"`],
    ['two headers', [header, header]],
    [
      'a token for us with its times',
      await signed({
        iss: known.name,
        aud: 'https://ledger.example/update',
        iat: seconds,
        exp: seconds + 60,
      }),
    ],
  ] as const)
    await ask(name, UPDATE, { headers: { authorization }, body });
};

/** Asks with tokens of the strict profile, which are good for one route, one body and one use. */
export const askStrictly = async (ask: Ask, ledger: RecordedLedger, { strict }: Parties): Promise<void> => {
  const seconds = Math.floor(ledger.now().getTime() / 1_000);
  const text = JSON.stringify(updateWith({ disputeId: 'E-1' }));
  const claims = {
    iss: strict.name,
    aud: 'https://ledger.example/update',
    iat: seconds,
    exp: seconds + 120,
    jti: 'a-token-that-is-used-once',
    bsh: createHash('sha256').update(text).digest('base64url'),
  };
  const signed = async (changed: object): Promise<string> =>
    signatureHeader(strict.keyId, await signToken(strict, { ...claims, ...changed }));
  for (const [name, changed] of [
    ['a strict token', {}],
    ['that strict token again', {}],
    ['a strict token without an id', { jti: undefined }],
    ['a strict token with a short id', { jti: 'short' }],
    ['a strict token of another body', { jti: 'another-token-that-is-used', bsh: 'x' }],
    ['a strict token that lives long', { jti: 'another-token-that-is-used', exp: seconds + 301 }],
    ['a strict token for nobody', { jti: 'another-token-that-is-used', aud: undefined }],
  ] as const)
    await ask(name, UPDATE, { headers: { authorization: await signed(changed) }, body: text });
};
