import { beforeAll, describe, expect, it } from '@jest/globals';
import { newInstitution } from '../../support/institution.js';
import { auditorKey, register } from '../../support/running-ledger.js';
import { until } from '../../support/until.js';
import { type Answer, clientOf, expectNothingAdded, send } from '../clients.js';
import { updateExample } from '../seeds.js';
import { developerOf, developerWith, expectRefusal, openingExample, steps } from './clients.js';
import { enfinitosLedger } from './ledger.js';

const ledger = enfinitosLedger();
let opened: string;

beforeAll(async () => {
  opened = (await ledger.developer.reach('OPENED')).id;
});

const routes = [
  ['opening', 'POST', ''],
  ['advancing', 'POST', '/:id/advance'],
  ['responding', 'POST', '/:id/respond'],
  ['resolving', 'POST', '/:id/resolve'],
  ['withdrawing', 'POST', '/:id/withdraw'],
  ['escalating', 'POST', '/:id/escalate'],
  ['listing', 'GET', ''],
  ['reading', 'GET', '/:id'],
] as const;

const call = (method: string, path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  send(`${ledger.running.url}/v1/disputes${path.replace(':id', opened)}`, {
    method,
    ...(method === 'POST' && { body: JSON.stringify(openingExample) }),
    headers: { 'content-type': 'application/json', ...headers },
  });

const bearer = (apiKey: string): Record<string, string> => ({ authorization: `Bearer ${apiKey}` });

describe('a request that cannot be read', () => {
  it.each(['{', '{"a":1,}', '// comment\n{}', "{'a':1}", '{"a":NaN}'])(
    'is refused as malformed for the body %j',
    async (body) => {
      await expectNothingAdded(ledger.running, async () => {
        expectRefusal(await ledger.developer.post('', body), 400, {
          code: 'INVALID_JSON',
          message: 'Malformed JSON body',
        });
      });
    },
  );

  it('is refused as malformed when its URL is broken', async () => {
    expectRefusal(await ledger.developer.get('/%zz'), 400, { code: 'VALIDATION_ERROR' });
  });

  it.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'multipart/form-data'])(
    'is refused for the content type %s',
    async (type) => {
      await expectNothingAdded(ledger.running, async () => {
        const answer = await ledger.developer.post('', openingExample, { 'content-type': type });

        expectRefusal(answer, 415, {
          code: 'UNSUPPORTED_MEDIA_TYPE',
          message: 'The body must be application/json.',
        });
      });
    },
  );

  it('is refused when its body is too large', async () => {
    const answer = await ledger.developer.post(`/${opened}/escalate`, { notes: 'x'.repeat(262_144) });

    expectRefusal(answer, 413, { code: 'PAYLOAD_TOO_LARGE' });
  });
});

describe('a path', () => {
  it.each(['/x/y/z', '/x/reopen', '/x/timeline', '/'])(
    'that does not exist is answered in the envelope: %s',
    async (path) => {
      expectRefusal(await ledger.developer.get(path), 404, { code: expect.stringMatching(/NOT_FOUND$/) });
    },
  );

  it.each([
    ['PUT', '', 'GET, HEAD, POST'],
    ['DELETE', '', 'GET, HEAD, POST'],
    ['DELETE', '/:id', 'GET, HEAD'],
    ['PATCH', '/:id', 'GET, HEAD'],
    ['POST', '/:id', 'GET, HEAD'],
    ['GET', '/:id/advance', 'POST'],
    ['PUT', '/:id/respond', 'POST'],
    ['GET', '/:id/resolve', 'POST'],
    ['DELETE', '/:id/withdraw', 'POST'],
    ['GET', '/:id/escalate', 'POST'],
  ])('that does not answer to %s says what it answers to: %s', async (method, path, allowed) => {
    const answer = await call(method, path, bearer(ledger.developer.apiKey));

    expectRefusal(answer, 405, { code: 'METHOD_NOT_ALLOWED' });
    expect(answer.headers.get('allow')?.split(', ').sort()).toStrictEqual(allowed.split(', '));
  });
});

describe.each(routes)('%s (%s %s)', (_, method, path) => {
  it('needs a key that is known', async () => {
    const known = ledger.developer.apiKey;
    const headers = [
      {},
      bearer(`${known}x`),
      bearer(known.toUpperCase()),
      { authorization: known },
      { authorization: `Basic ${known}` },
      bearer(await auditorKey(ledger.running)),
    ];

    await expectNothingAdded(ledger.running, async () => {
      for (const given of headers) {
        const answer = await call(method, path, given);

        expectRefusal(answer, 401, { code: 'UNAUTHENTICATED' });
        expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      }
    });
  });

  it('needs the scope that it is for', async () => {
    const [needed, other] =
      method === 'GET' ? ['audit:read', 'settlement:write'] : ['settlement:write', 'audit:read'];
    const limited = [
      await developerOf(ledger.running, 'acme', { scopes: [other] }),
      await developerOf(ledger.running, 'acme', { scopes: [] }),
    ];

    await expectNothingAdded(ledger.running, async () => {
      for (const { apiKey } of limited)
        expectRefusal(await call(method, path, bearer(apiKey)), 403, {
          code: 'SCOPE_MISSING',
          message: `The API key does not have the scope ${needed}.`,
        });
    });
  });
});

describe('a key', () => {
  it('that was revoked is no longer known', async () => {
    const grant = { family: 'enfinitos', tenant: 'acme', holder: 'leaver', scopes: ['audit:read'] };
    const { apiKey, credentialId } = await ledger.running.credentials.issueApiKey(grant, 'sk_live_');
    const leaver = developerWith(ledger.running, apiKey);
    await until(async () => (await leaver.get('')).status === 200);
    await ledger.running.credentials.revoke(credentialId);
    // Other processes read of the revocation a moment later.
    await until(async () => (await leaver.get('')).status !== 200);

    expect(apiKey).toMatch(/^sk_live_/);
    expectRefusal(await leaver.get(''), 401, { code: 'UNAUTHENTICATED' });
  });

  it("of one vendor's API does not open another vendor's", async () => {
    const institution = newInstitution('Gotham ODR', 'acme');
    await register(ledger.running, institution);
    const post = await clientOf(ledger.running, institution);
    const answer = await post('/update', updateExample, bearer(ledger.developer.apiKey));

    expect(answer.status).toBe(401);
    expect((await post('/v1/disputes', JSON.stringify(openingExample))).status).toBe(401);
  });
});

describe('a write that cannot be done', () => {
  it('because of the state that the dispute is in is a conflict', async () => {
    const [route, body] = steps.RESOLVED;

    expectRefusal(await ledger.developer.post(`/${opened}/${route}`, body), 409, {
      code: 'ILLEGAL_TRANSITION',
    });
  });

  it('because the caller has seen another revision is a failed precondition', async () => {
    const answer = await ledger.developer.post(`/${opened}/escalate`, {}, { 'if-match': '"7"' });

    expectRefusal(answer, 412, { code: 'PRECONDITION_FAILED' });
  });

  it('because of the actor it names is a failed precondition', async () => {
    const answer = await ledger.developer.post(`/${opened}/withdraw`, { actor: 'somebody else' });

    expectRefusal(answer, 412, { code: 'ACTOR_MISMATCH' });
  });

  it('because its idempotency key was used before has a code of its own', async () => {
    const key = { 'idempotency-key': 'of the envelope' };
    await ledger.developer.post('', openingExample, key);

    expectRefusal(await ledger.developer.post('', { ...openingExample, openedBy: 'x' }, key), 422, {
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
  });

  it.each([
    ['if-match', '1', 'If-Match'],
    ['if-none-match', '"1', 'If-None-Match'],
    ['idempotency-key', 'x'.repeat(256), 'Idempotency-Key'],
  ])('for its header %s names the header', async (header, value, path) => {
    expectRefusal(await ledger.developer.post(`/${opened}/escalate`, {}, { [header]: value }), 400, {
      code: 'VALIDATION_ERROR',
      details: [{ path, message: expect.stringContaining(path) }],
    });
  });
});

describe('a list that cannot be given', () => {
  it.each([
    ['?state=CLOSED', 'state'],
    ['?state=opened', 'state'],
    ['?state=', 'state'],
    ['?status=OPENED', 'status'],
    ['?limit=0', 'limit'],
    ['?limit=201', 'limit'],
    ['?limit=ten', 'limit'],
    ['?limit=1&limit=2', 'limit'],
    ['?cursor=!', 'cursor'],
    ['?cursor=bm8', 'cursor'],
    ['?cursor=', 'cursor'],
    [`?state=${Array(9).fill('OPENED').join(',')}`, 'state'],
  ])('names the parameter: %s', async (query, path) => {
    expectRefusal(await ledger.developer.get(query), 400, {
      code: 'VALIDATION_ERROR',
      details: [{ path, message: expect.stringContaining(path) }],
    });
  });
});
