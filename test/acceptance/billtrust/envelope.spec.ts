import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, expectNothingAdded, send } from '../clients.js';
import { expectRefusal, type User, userOf } from './clients.js';
import { billtrustLedger } from './ledger.js';

const ledger = billtrustLedger();
let stranger: User;

beforeAll(async () => {
  stranger = await userOf(ledger.running, 'umbrella');
  await ledger.user.resolution('DISPVALID');
  const { categoryId } = await ledger.user.category('SHIPPING');
  await ledger.user.reason('DAMAGED', { categoryId });
});

const routes: readonly [method: string, path: string, permission: string][] = [
  ['GET', '/resolutions', 'Dispute Configuration:READ'],
  ['POST', '/resolutions', 'Dispute Configuration:CREATE'],
  ['GET', '/resolutions/:id', 'Dispute Configuration:READ'],
  ['PUT', '/resolutions/:id', 'Dispute Configuration:UPDATE'],
  ['DELETE', '/resolutions/:id', 'Dispute Configuration:DELETE'],
  ['GET', '/resolutions/by-code/DISPVALID', 'Dispute Configuration:READ'],
  ['DELETE', '/resolutions/by-code/DISPVALID', 'Dispute Configuration:DELETE'],
  ['PUT', '/resolutions/:id/apply-when-invoice-closed', 'Dispute Configuration:UPDATE'],
  ['GET', '/reasons', 'Dispute Configuration:READ'],
  ['POST', '/reasons', 'Dispute Configuration:CREATE'],
  ['GET', '/reasons/:id', 'Dispute Configuration:READ'],
  ['PUT', '/reasons/:id', 'Dispute Configuration:UPDATE'],
  ['DELETE', '/reasons/:id', 'Dispute Configuration:DELETE'],
  ['GET', '/reasons/by-category-code/SHIPPING/by-reason-code/DAMAGED', 'Dispute Configuration:READ'],
  ['GET', '/categories', 'Dispute Configuration:READ'],
  ['POST', '/categories', 'Dispute Configuration:CREATE'],
  ['GET', '/categories/:id', 'Dispute Configuration:READ'],
  ['PUT', '/categories/:id', 'Dispute Configuration:UPDATE'],
  ['DELETE', '/categories/:id', 'Dispute Configuration:DELETE'],
  ['DELETE', '/categories/code/NONE', 'Dispute Configuration:DELETE'],
  ['DELETE', '/categories/by-code/NONE', 'Dispute Configuration:DELETE'],
  ['GET', '/categories/code/SHIPPING', 'Dispute Configuration:READ'],
  ['GET', '/categories/by-code/SHIPPING', 'Dispute Configuration:READ'],
  ['GET', '/categories/by-code/SHIPPING/reasons', 'Dispute Configuration:READ'],
  ['DELETE', '/categories/by-code/SHIPPING/reasons/by-code/DAMAGED', 'Dispute Configuration:DELETE'],
  ['GET', '/disputes', 'Dispute Management:READ'],
  ['POST', '/disputes', 'Dispute Management:CREATE'],
  ['GET', '/disputes/:id', 'Dispute Management:READ'],
  ['PUT', '/disputes/:id/reason', 'Dispute Management:UPDATE'],
  ['PUT', '/disputes/:id/external-reason', 'Dispute Management:UPDATE'],
  ['PUT', '/disputes/:id/resolution', 'Dispute Management:UPDATE'],
  ['POST', '/disputes/:id/close', 'Dispute Management:UPDATE'],
  ['POST', '/disputes/:id/cancel', 'Dispute Management:UPDATE'],
  ['POST', '/invoices/INV-1/closed', 'Dispute Management:UPDATE'],
];

const places = routes.map(([method, path]) => [method, path] as const);

const call = (method: string, path: string, headers: Record<string, string>): Promise<Answer> =>
  send(ledger.running.url + path.replace(':id', '5f0c1c1e-0000-4000-8000-000000000000'), {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...((method === 'POST' || method === 'PUT') && { body: '{"code":"X","documentNumber":"X"}' }),
  });

const key = (apiKey: string) => ({ 'x-billtrust-api-key': apiKey });

describe.each(['/dispute/v1/tenants', '/v1/tenants'])('below %s', (root) => {
  it.each(places)('%s %s reveals nothing about another tenant', async (method, path) => {
    await expectNothingAdded(ledger.running, async () => {
      const real = await call(method, `${root}/acme${path}`, key(stranger.apiKey));
      const none = await call(method, `${root}/nobody${path}`, key(stranger.apiKey));

      expectRefusal(real, 403, 'The API key is not valid for this tenant.');
      expectRefusal(none, 403, 'The API key is not valid for this tenant.');
    });
  });

  it.each(places)('%s %s needs a key', async (method, path) => {
    const answer = await call(method, `${root}/acme${path}`, {});

    expectRefusal(answer, 401, 'Missing X-Billtrust-Api-Key or X-Billtrust-Auth');
    expectRefusal(await call(method, `${root}/acme${path}`, key('bt_unknown')), 403);
  });
});

describe('a permission', () => {
  it('opens its own routes and no others', async () => {
    const scopes = ['Dispute Configuration:READ'];
    const reader = await userOf(ledger.running, 'acme', { holder: 'reader', scopes });
    for (const [method, path, permission] of routes) {
      const answer = await call(method, `/dispute/v1/tenants/acme${path}`, key(reader.apiKey));

      expect([method, path, answer.status === 403]).toStrictEqual([
        method,
        path,
        !scopes.includes(permission),
      ]);
    }
  });
});

describe('a request that cannot be served', () => {
  it('gets its own correlation id back', async () => {
    const answer = await ledger.user.call('GET', '/resolutions/none', {
      headers: { 'x-bt-corr-id': 'corr-1' },
    });

    expectRefusal(answer, 404);
    expect(answer.headers.get('x-bt-corr-id')).toBe('corr-1');
  });

  it('is refused for malformed JSON', async () => {
    expectRefusal(await ledger.user.call('POST', '/resolutions', { body: '{' }), 400);
  });

  it('is refused for an unknown path or method', async () => {
    expectRefusal(await ledger.user.call('GET', '/nothing'), 404);
    expectRefusal(await ledger.user.call('PATCH', '/resolutions'), 405);
  });

  it('is refused for a body that is too large or of another type', async () => {
    expectRefusal(
      await ledger.user.call('POST', '/resolutions', { body: { code: 'x'.repeat(300_000) } }),
      413,
    );
    const headers = { 'content-type': 'text/plain' };
    expectRefusal(await ledger.user.call('POST', '/resolutions', { body: 'code', headers }), 415);
  });

  it.each([
    [{}, ['code is required']],
    [{ code: 7 }, [expect.stringContaining('code')]],
    [{ code: '' }, [expect.stringContaining('code')]],
    [{ code: '-A' }, [expect.stringContaining('code')]],
    [{ code: 'x'.repeat(51) }, [expect.stringContaining('code')]],
    [{ code: 'A', active: 'true' }, [expect.stringContaining('active')]],
    [{ code: 'A', isValid: null, description: 1 }, [expect.any(String), expect.any(String)]],
    [[], ['The body must be a JSON object']],
  ])('gets the errors of every wrong field: %j', async (body, errors) => {
    await expectNothingAdded(ledger.running, async () => {
      expectRefusal(await ledger.user.call('POST', '/resolutions', { body }), 400, ...errors);
    });
  });

  it('is not refused for a JSON content type without a body', async () => {
    const { resolutionId } = await ledger.user.resolution('BODILESS');
    const flag = await ledger.user.call('PUT', `/resolutions/${resolutionId}/apply-when-invoice-closed`);
    const deleted = await ledger.user.call('DELETE', `/resolutions/${resolutionId}`);

    expect([flag.status, deleted.status, deleted.text]).toStrictEqual([200, 204, '']);
  });
});
