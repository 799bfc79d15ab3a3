import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { documentedHeader, newInstitution } from '../../support/institution.js';
import { auditorKey, register, type RunningLedger, startLedger } from '../../support/running-ledger.js';
import { until } from '../../support/until.js';
import { after, type Answer, bodyOf, clientOf, type Read, readerOf, send } from '../clients.js';
import { updateWith } from '../seeds.js';

const ours = newInstitution('Gotham ODR', 'tenant-a');
const theirs = newInstitution('Metropolis ODR', 'tenant-b');

let running: RunningLedger;
let read: Read;
let ofTenantA: Read;
let newest: Record<string, string>;

beforeAll(async () => {
  running = await startLedger();
  await register(running, ours);
  await register(running, theirs);
  read = readerOf(running, await auditorKey(running));
  const scopes = ['dispute:read', 'timeline:read', 'export:create'];
  ofTenantA = readerOf(running, await auditorKey(running, scopes, 'tenant-a'));
  await (
    await clientOf(running, ours)
  )('/update', updateWith({ disputeId: 'OURS' }));
  newest = after(await (await clientOf(running, theirs))('/update', updateWith({ disputeId: 'THEIRS' })));
});

afterAll(() => running.dispose());

/** Expects a problem as in RFC 9457 with these members, among them `errors` where fields are at fault. */
const expectProblem = (answer: Answer, status: number, expected: object): void => {
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(bodyOf(answer)).toStrictEqual({
    type: expect.stringMatching(/^urn:dispute-ledger:problem:[a-z-]+$/),
    title: expect.stringMatching(/./),
    status,
    detail: expect.stringMatching(/./),
    instance: expect.stringMatching(/^\//),
    correlationId: answer.headers.get('x-correlation-id'),
    ...expected,
  });
};

describe('a query that cannot be answered', () => {
  it.each([
    ['/ledger/disputes?tenat=x', 'tenat'],
    ['/ledger/disputes?limit=0', 'limit'],
    ['/ledger/disputes?limit=201', 'limit'],
    ['/ledger/disputes?limit=1.5', 'limit'],
    ['/ledger/disputes?limit=ten', 'limit'],
    ['/ledger/disputes?limit=', 'limit'],
    ['/ledger/disputes?limit=1&limit=2', 'limit'],
    ['/ledger/disputes?cursor=!', 'cursor'],
    ['/ledger/disputes?cursor=bm8', 'cursor'],
    ['/ledger/disputes?status=closed', 'status'],
    ['/ledger/disputes?status=', 'status'],
    ['/ledger/disputes?hasWarning=yes', 'hasWarning'],
    ['/ledger/disputes?q=', 'q'],
    ['/ledger/disputes?q=a&q=b', 'q'],
    [`/ledger/disputes?q=${'x'.repeat(201)}`, 'q'],
    ['/ledger/disputes?tenant=a&tenant=b', 'tenant'],
    ['/ledger/disputes?updatedAfter=yesterday', 'updatedAfter'],
    ['/ledger/disputes?updatedAfter=2025-01-32', 'updatedAfter'],
    ['/ledger/disputes?updatedAfter=2016-12-31T23:59:60Z', 'updatedAfter'],
    ['/ledger/disputes/tenant-a/OURS/timeline?from=2016-12-31T23:59:60Z', 'from'],
    ['/ledger/disputes/tenant-a/OURS/timeline?to=x', 'to'],
    ['/ledger/disputes/tenant-a/OURS/timeline?until=x', 'until'],
    ['/ledger/disputes/tenant-a/OURS/events?from=1', 'from'],
  ])('is refused, naming the parameter: %s', async (path, parameter) => {
    const problem = { path: parameter, message: expect.stringContaining(parameter) };

    expectProblem(await read(path), 400, { instance: path.replace(/\?.*/, ''), errors: [problem] });
  });

  it.each(['', '-1', 'x', '1.0', '12345678901234567890'])(
    'is refused for the Ledger-Min-Position "%s"',
    async (position) => {
      const answer = await read('/ledger/disputes', { 'ledger-min-position': position });
      const message = 'Ledger-Min-Position must be the Ledger-Position of an earlier answer';

      expectProblem(answer, 400, { detail: message, errors: [{ path: 'Ledger-Min-Position', message }] });
    },
  );
});

describe('an unknown caller', () => {
  const get = (headers: Record<string, string>): Promise<Answer> =>
    send(`${running.url}/ledger/disputes`, { headers });

  it.each<[string, () => Promise<Record<string, string>>]>([
    ['has no key', async () => ({})],
    ['has an empty one', async () => ({ authorization: 'Bearer ' })],
    ['has one that was never issued', async () => ({ authorization: 'Bearer dl_unknown' })],
    ['uses another scheme', async () => ({ authorization: 'Basic YTpi' })],
    ['has a very long one', async () => ({ authorization: `Bearer ${'x'.repeat(5_000)}` })],
    ["signs as SMART ODR's institutions do", async () => ({ authorization: await documentedHeader(ours) })],
  ])('is refused when he %s', async (_, headers) => {
    const answer = await get(await headers());

    expectProblem(answer, 401, { type: 'urn:dispute-ledger:problem:unauthenticated' });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('is refused with a key of another API', async () => {
    const { apiKey } = await running.credentials.issueApiKey({
      family: 'smart-odr',
      tenant: null,
      holder: 'Auditor',
      scopes: ['dispute:read'],
    });

    expectProblem(await get({ authorization: `Bearer ${apiKey}` }), 401, {});
  });
});

describe('a key that is revoked', () => {
  it('is refused as soon as the ledger has read of the revocation', async () => {
    const grant = { family: 'ledger', tenant: null, holder: 'Auditor', scopes: ['dispute:read'] };
    const { apiKey, credentialId } = await running.credentials.issueApiKey(grant);
    const statusOf = async () => (await readerOf(running, apiKey)('/ledger/disputes')).status;
    await until(async () => (await statusOf()) === 200);
    await running.credentials.revoke(credentialId);
    await until(async () => (await statusOf()) !== 200);

    expect(await statusOf()).toBe(401);
  });
});

describe('a key without the scope', () => {
  it.each([
    ['/ledger/disputes', 'dispute:read', ['timeline:read']],
    ['/ledger/disputes/tenant-a/OURS', 'dispute:read', ['timeline:read', 'export:create']],
    ['/ledger/disputes/tenant-a/OURS/timeline', 'timeline:read', ['dispute:read']],
    ['/ledger/disputes/tenant-a/OURS/events', 'dispute:read', ['timeline:read', 'export:create']],
    ['/ledger/disputes', 'dispute:read', []],
  ])('may not read %s', async (path, scope, scopes) => {
    const answer = await readerOf(running, await auditorKey(running, scopes))(path);

    expectProblem(answer, 403, {
      type: 'urn:dispute-ledger:problem:forbidden',
      detail: `The API key does not have the scope ${scope}.`,
    });
  });
});

describe('what belongs to another tenant', () => {
  /** Returns the answer without what may differ between two paths. */
  const comparable = ({ status, text, headers }: Answer, path: string) => ({
    status,
    text: text.replaceAll(path, '<path>').replaceAll(headers.get('x-correlation-id') ?? '', '<correlation>'),
    headers: [...headers].filter(([name]) => !['date', 'x-correlation-id', 'content-length'].includes(name)),
  });

  it.each(['', '/timeline', '/events'])(
    'is answered like what does not exist, byte for byte: %s',
    async (rest) => {
      // Each answer names the position that it is current for, so both must be read after every write.
      const head = { 'ledger-min-position': String(await running.ledger.store.headPosition()) };
      const [foreign, unknown] = [
        `/ledger/disputes/tenant-b/THEIRS${rest}`,
        `/ledger/disputes/tenant-a/NOTHING${rest}`,
      ];
      const answer = await ofTenantA(foreign, head);

      expectProblem(answer, 404, { detail: 'There is no such dispute.', instance: foreign });
      expect(comparable(answer, foreign)).toStrictEqual(comparable(await ofTenantA(unknown, head), unknown));
      expect((await read(foreign, newest)).status).toBe(200);
    },
  );

  it('is in no list, search or count', async () => {
    for (const query of ['', '?q=THEIRS', '?q=Metropolis', '?status=open']) {
      const answer = await ofTenantA(`/ledger/disputes${query}`, newest);

      expect(answer.text).not.toMatch(/THEIRS|Metropolis|tenant-b/);
    }
    const own = bodyOf<{ counts: object }>(await ofTenantA('/ledger/disputes', newest));
    expect(own.counts).toStrictEqual({ open: 1 });
  });

  it.each(['tenant-b', 'tenant-c'])('gives an empty list of %s', async (tenant) => {
    const answer = await ofTenantA(`/ledger/disputes?tenant=${tenant}`, newest);

    expect(bodyOf(answer)).toMatchObject({ disputes: [], counts: {}, next: null });
  });

  it('is not reached through a path that hides its name', async () => {
    const answers = [
      await ofTenantA('/ledger/disputes/tenant-a/..%2Ftenant-b%2FTHEIRS', newest),
      await ofTenantA('/ledger/disputes/tenant-a/%2e%2e/tenant-b/THEIRS', newest),
      await ofTenantA('/ledger/disputes/tenant-a%00/THEIRS/events', newest),
    ];

    expect(answers.map(({ status }) => status)).toStrictEqual([404, 404, 404]);
  });
});

describe('paths and methods', () => {
  it.each(['/', '/ledger', '/ledger/dispute', '/ledger/disputes/', '/ledger/disputes/a/b/c', '/favicon.ico'])(
    'has nothing at %s',
    async (path) => {
      expectProblem(await read(path), 404, { detail: 'There is nothing at this path.', instance: path });
    },
  );

  it.each([
    ['POST', '/ledger/disputes'],
    ['PUT', '/ledger/disputes/tenant-a/OURS'],
    ['DELETE', '/ledger/disputes/tenant-a/OURS/events'],
    ['POST', '/metrics'],
  ])('does not answer to %s %s', async (method, path) => {
    const answer = await send(running.url + path, { method });

    expectProblem(answer, 405, { type: 'urn:dispute-ledger:problem:method-not-allowed' });
    expect(answer.headers.get('allow')).toBe('GET, HEAD');
  });

  it('cannot read a URL with half of an escape', async () => {
    expectProblem(await read('/%zz'), 400, { detail: 'The URL could not be read.' });
  });

  it('knows no dispute with an id of 300 letters', async () => {
    expectProblem(await read(`/ledger/disputes/tenant-a/${'x'.repeat(300)}`), 404, {});
  });

  it("repeats the caller's correlation id where it is harmless", async () => {
    const given = await read('/ledger/nothing', { 'x-correlation-id': 'case-17' });
    const hostile = await read('/ledger/nothing', { 'x-correlation-id': '"><script>' });

    expect(bodyOf(given)).toMatchObject({ correlationId: 'case-17' });
    expect(hostile.text).not.toContain('script');
  });
});

describe('health and figures', () => {
  it.each(['/health/live', '/health/ready', '/metrics'])('are public: %s', async (path) => {
    const answer = await send(running.url + path, {});

    expect(answer.status).toBe(200);
    expect(answer.text).not.toMatch(/tenant-a|OURS|Gotham/);
  });

  it('say that the ledger is ready, with each check', async () => {
    expect(bodyOf(await send(`${running.url}/health/ready`, {}))).toMatchObject({
      status: 'ready',
      checks: { eventStore: true, readStore: true, readModels: true, credentials: true },
    });
  });

  it('count requests by route and not by path', async () => {
    await read('/ledger/disputes/tenant-a/OURS', newest);
    const { text } = await send(`${running.url}/metrics`, {});

    expect(text).toMatch(
      /ledger_http_request_duration_seconds_count\{[^}]*route="\/ledger\/disputes\/:tenant\/:disputeId"/,
    );
    expect(text).toMatch(/^ledger_log_head_position \d+$/m);
  });
});
