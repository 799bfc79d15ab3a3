import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newInstitution, signatureHeader, signToken } from '../../support/institution.js';
import { register, type RunningLedger, startLedger } from '../../support/running-ledger.js';
import {
  type Answer,
  expectNothingAdded,
  expectRefused,
  type Route,
  send,
  recordedAfter,
} from '../clients.js';
import { reportExample, updateExample, updateWith } from '../seeds.js';
import { nowSeconds } from './tokens.js';

const gotham = newInstitution('Gotham ODR');
const metropolis = newInstitution('Metropolis ODR');

let running: RunningLedger;

beforeAll(async () => {
  running = await startLedger();
  await register(running, gotham, 'strict');
  await register(running, metropolis, 'strict');
});

afterAll(() => running.dispose());

const digestOf = (body: string): string => createHash('sha256').update(body).digest('base64url');

/** Returns every claim that the strict profile requires for the body on the route. */
const strictClaims = (route: Route, body: string, issuer = gotham): Record<string, unknown> => ({
  iss: issuer.name,
  aud: `https://ledger.example${route}`,
  iat: nowSeconds(),
  exp: nowSeconds() + 120,
  jti: randomUUID(),
  bsh: digestOf(body),
});

interface Request {
  readonly route?: Route;
  readonly body?: string;
  readonly idempotencyKey?: string;
}

const postToken = (token: string, request: Request = {}, institution = gotham): Promise<Answer> => {
  const { route = '/update', body = updateExample, idempotencyKey } = request;
  return send(running.url + route, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      authorization: signatureHeader(institution.keyId, token),
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
    },
  });
};

const updateToken = (claims: object = {}): Promise<string> =>
  signToken(gotham, { ...strictClaims('/update', updateExample), ...claims });

describe('a token of the strict profile', () => {
  it.each<[Route, string]>([
    ['/update', updateExample],
    ['/update_arbitration_report', reportExample],
  ])('is accepted on %s, and every event says so', async (route, body) => {
    const before = await running.ledger.store.headPosition();
    const token = await signToken(gotham, strictClaims(route, body));

    expect((await postToken(token, { route, body })).status).toBe(200);
    const recorded = await recordedAfter(running, before);
    expect(new Set(recorded.map(({ metadata }) => metadata.authProfile))).toStrictEqual(new Set(['strict']));
  });

  it.each<[string, () => object]>([
    ['without an exp', () => ({ exp: undefined })],
    ['that lives for an hour', () => ({ exp: nowSeconds() + 3_600 })],
    ['that expired', () => ({ iat: nowSeconds() - 200, exp: nowSeconds() - 100 })],
    ['without an iat', () => ({ iat: undefined })],
    ['without a jti', () => ({ jti: undefined })],
    ['with a short jti', () => ({ jti: 'x'.repeat(15) })],
    ['with a long jti', () => ({ jti: 'x'.repeat(129) })],
    ['with a jti that is a number', () => ({ jti: 1_234_567_890_123_456 })],
    ['without a bsh', () => ({ bsh: undefined })],
    ['with the hash of another body', () => ({ bsh: digestOf(`${updateExample} `) })],
    [
      'with the hash in hexadecimal',
      () => ({ bsh: createHash('sha256').update(updateExample).digest('hex') }),
    ],
    ['without an audience', () => ({ aud: undefined })],
    ['for the other route', () => ({ aud: 'https://ledger.example/update_arbitration_report' })],
    ['for another host', () => ({ aud: 'https://other.example/update' })],
    ['for a list of audiences without the route', () => ({ aud: ['https://ledger.example/status'] })],
    ['without an issuer', () => ({ iss: undefined })],
    ['of an issuer that is no text', () => ({ iss: ['Gotham ODR'] })],
    ['without an email', () => ({ email: undefined })],
  ])('is refused %s', async (_, claims) => {
    const token = await updateToken(claims());

    await expectNothingAdded(running, async () => {
      expectRefused(await postToken(token), 401, 'Invalid signature');
    });
  });

  it.each<[string, object]>([
    ['the address with a slash at its end', { aud: 'https://ledger.example/update/' }],
    ['the host in other letters', { aud: 'https://Ledger.Example/update' }],
    ['a list of audiences with the route', { aud: ['https://ledger.example/update', 'other'] }],
    ['another name of the issuer', { iss: 'Gotham' }],
  ])('is accepted with %s', async (_, claims) => {
    expect((await postToken(await updateToken(claims))).status).toBe(200);
  });

  it('is refused when it has the claims of the documented profile only', async () => {
    const token = await signToken(gotham);

    await expectNothingAdded(running, async () => {
      expectRefused(await postToken(token), 401, 'Invalid signature');
    });
  });

  it('is refused for a body that was changed after it was signed', async () => {
    const token = await updateToken();

    await expectNothingAdded(running, async () => {
      const answer = await postToken(token, { body: updateWith({ update: 'changed' }) });

      expectRefused(answer, 401, 'Invalid signature');
    });
  });
});

describe('a strict token that was used', () => {
  it('is refused', async () => {
    const token = await updateToken();

    expect((await postToken(token)).status).toBe(200);
    await expectNothingAdded(running, async () => {
      expectRefused(await postToken(token), 401, 'Invalid signature');
    });
  });

  it('is refused after a restart', async () => {
    const token = await updateToken();

    expect((await postToken(token)).status).toBe(200);
    running = await running.restart();
    await expectNothingAdded(running, async () => {
      expectRefused(await postToken(token), 401, 'Invalid signature');
    });
  });

  it('is accepted once when it comes ten times at once', async () => {
    const body = updateWith({ disputeId: 'TEN-AT-ONCE' });
    const token = await signToken(gotham, strictClaims('/update', body));
    const answers = await Promise.all(Array.from({ length: 10 }, () => postToken(token, { body })));

    expect(answers.map(({ status }) => status).sort()).toStrictEqual([200, ...Array<number>(9).fill(401)]);
  });

  it('is refused in another token with its jti', async () => {
    const jti = randomUUID();
    const other = updateWith({ update: 'another' });

    expect((await postToken(await updateToken({ jti }))).status).toBe(200);
    await expectNothingAdded(running, async () => {
      const token = await signToken(gotham, { ...strictClaims('/update', other), jti });

      expectRefused(await postToken(token, { body: other }), 401, 'Invalid signature');
    });
  });

  it("does not use up another institution's token with the same jti", async () => {
    const body = updateWith({ disputeId: 'OTHERS-1' });
    const jti = randomUUID();
    const theirs = await signToken(metropolis, { ...strictClaims('/update', body, metropolis), jti });

    expect((await postToken(await updateToken({ jti }))).status).toBe(200);
    expect((await postToken(theirs, { body }, metropolis)).status).toBe(200);
  });

  it('gets the first answer again with the Idempotency-Key of its first time', async () => {
    const token = await updateToken();
    const first = await postToken(token, { idempotencyKey: 'strict' });

    await expectNothingAdded(running, async () => {
      const again = await postToken(token, { idempotencyKey: 'strict' });

      expect([again.status, again.text]).toStrictEqual([200, first.text]);
      expect(again.headers.get('idempotency-replayed')).toBe('true');
    });
  });

  it('is refused with another Idempotency-Key', async () => {
    const token = await updateToken();

    expect((await postToken(token, { idempotencyKey: 'first' })).status).toBe(200);
    expectRefused(await postToken(token, { idempotencyKey: 'second' }), 401, 'Invalid signature');
  });

  it('was not used by a request that was refused', async () => {
    const body = updateWith({ role: 'User' });
    const jti = randomUUID();
    const refused = await signToken(gotham, { ...strictClaims('/update', body), jti });

    expect((await postToken(refused, { body })).status).toBe(400);
    expect((await postToken(await updateToken({ jti }))).status).toBe(200);
  });
});
