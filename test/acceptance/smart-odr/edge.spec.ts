import { describe, expect, it } from '@jest/globals';
import { documentedHeader, newInstitution } from '../../support/institution.js';
import { bodyOf, expectNothingAdded, expectRefused, type Route, send, recordedAfter } from '../clients.js';
import { reportExample, updateExample } from '../seeds.js';
import { smartOdrLedger } from './ledger.js';

const institution = newInstitution('Gotham ODR');
const routes: readonly Route[] = ['/update', '/update_arbitration_report'];
const exampleOf = { '/update': updateExample, '/update_arbitration_report': reportExample } as const;

const ledger = smartOdrLedger(institution);

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

const malformed: readonly (readonly [string, string | Uint8Array])[] = [
  ['is cut off', updateExample.slice(0, -1)],
  ['has a comment', updateExample.replace('{', '{ // a comment')],
  ['has a trailing comma', updateExample.replace(/\}$/, ',}')],
  ['has single quotes', "{'dispute':{}}"],
  ['is no JSON at all', 'hello'],
  ['has two values', `${updateExample}${updateExample}`],
];

/** Bodies that are JSON, or would be, with what is said of each. */
const unreadable: readonly (readonly [string, string | Uint8Array, string])[] = [
  ['is UTF-16', Buffer.from([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]), 'Malformed JSON body: it is not UTF-8'],
  [
    'has a byte that no UTF-8 text has',
    Buffer.from(updateExample.replace('Bruce', 'Br\xfcce'), 'latin1'),
    'Malformed JSON body: it is not UTF-8',
  ],
  [
    'begins with a byte order mark',
    `\uFEFF${updateExample}`,
    'Malformed JSON body: it begins with a byte order mark',
  ],
  ['is nested too deeply', `{"dispute":${nested(10_000)}}`, 'The body must have at most 32 levels'],
  [
    'has too many parts',
    `{"dispute":[${'1,'.repeat(30_000)}1]}`,
    'The body must have at most 20000 members and items',
  ],
  [
    'has a __proto__',
    updateExample.replace('"dispute": {', '"dispute": {"__proto__": {"isAdmin": true},'),
    'dispute.__proto__ has a name that no member may have',
  ],
  [
    'has a constructor.prototype',
    '{"constructor":{"prototype":{"isAdmin":true}}}',
    'constructor.prototype has a name that no member may have',
  ],
  [
    'has half of a surrogate pair',
    updateExample.replace('Bruce', '\\ud800'),
    'dispute.userName must not have half of a surrogate pair',
  ],
  [
    'has a name twice',
    updateExample.replace('"dispute": {', '"dispute": {"disputeId": "ZZ",'),
    'dispute.disputeId is given twice: an object has each name once',
  ],
  [
    'has a number that is too large for a double',
    updateExample.replace('"dispute": {', '"dispute": {"x": [1E400],'),
    'dispute.x[0] is too large: a number is at most 1.7976931348623157e308',
  ],
  [
    'has a number that a double changes',
    updateExample.replace('"dispute": {', '"dispute": {"x": 9007199254740993,'),
    'dispute.x must be at most 9007199254740991, or text: larger numbers lose digits',
  ],
];

const MISSING = 'dispute is required';
const MISSPELT = `${MISSING}; the body has "Dispute": is "dispute" meant?`;
const FORM = 'dispute must be an object, or text that holds one as JSON';
const NO_OBJECT = `The body must be an object; ${FORM}`;

describe.each(routes)('POST %s', (route) => {
  it.each(malformed)('refuses a body that %s', async (_, body) => {
    await expectNothingAdded(ledger.running, async () => {
      expectRefused(await ledger.post(route, body), 400, 'Malformed JSON body');
    });
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  it.each(unreadable)('refuses a body that %s, and says so', async (_, body, message) => {
    await expectNothingAdded(ledger.running, async () => {
      expectRefused(await ledger.post(route, body), 400, message);
      expectRefused(await ledger.post(route, body, { 'idempotency-key': 'unreadable' }), 400, message);
    });
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  it.each([
    ['no body', '', MISSING],
    ['an array', `[${updateExample}]`, NO_OBJECT],
    ['an array of nothing', '[]', NO_OBJECT],
    ['a number', '1', NO_OBJECT],
    ['null', 'null', NO_OBJECT],
    ['a string', JSON.stringify(updateExample), NO_OBJECT],
    ['an empty object', '{}', MISSING],
    ['a dispute of null', '{"dispute":null}', FORM],
    ['a dispute that is a list', '{"dispute":[]}', FORM],
    ['a dispute that is a list of disputes', '{"dispute":[{"disputeId":"M-1"}]}', FORM],
    ['a dispute that is a number', '{"dispute":1}', FORM],
    ['a dispute that is a boolean', '{"dispute":true}', FORM],
    ['a dispute that is a list in a string', '{"dispute":"[]"}', FORM],
    ['a dispute that is null in a string', '{"dispute":"null"}', FORM],
    ['a dispute in a string in a string', JSON.stringify({ dispute: JSON.stringify('{}') }), FORM],
    ['a dispute with another name', updateExample.replace('"dispute"', '"Dispute"'), MISSPELT],
  ])('asks for the dispute when it gets %s', async (_, body, message) => {
    await expectNothingAdded(ledger.running, async () => {
      expectRefused(await ledger.post(route, body), 400, message);
    });
  });

  it.each([
    ['is nested too deeply', `"x": ${nested(50_000)}`, 'dispute must have at most 32 levels'],
    [
      'has too many parts',
      `"x": [${'1,'.repeat(30_000)}1]`,
      'dispute must have at most 20000 members and items',
    ],
    [
      'has a __proto__',
      '"__proto__": {"isAdmin": true}',
      'dispute.__proto__ has a name that no member may have',
    ],
    ['has half of a surrogate pair', '"x": "\\ud800"', 'dispute.x must not have half of a surrogate pair'],
    ['has a name twice', '"update": "a"', 'dispute.update is given twice: an object has each name once'],
    [
      'has a name twice, once with an escape',
      '"x": 1, "\\u0078": 2',
      'dispute.x is given twice: an object has each name once',
    ],
    [
      'has a number that is too large',
      '"x": {"y": -1e999}',
      'dispute.x.y is too large: a number is at most 1.7976931348623157e308',
    ],
  ])('refuses a dispute in a string that %s, as it would outside of one', async (_, member, message) => {
    const { dispute } = JSON.parse(exampleOf[route]) as { dispute: object };
    const poisoned = JSON.stringify({ update: 'x', ...dispute }).replace('{', `{${member},`);

    await expectNothingAdded(ledger.running, async () => {
      const answer = await ledger.post(route, JSON.stringify({ dispute: poisoned }));

      expectRefused(answer, 400, message);
    });
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  it('accepts a body of exactly the maximum number of bytes, and refuses one more', async () => {
    const body = exampleOf[route];
    const most = body.padEnd(262_144, ' ');

    expect((await ledger.post(route, most)).status).toBe(200);
    await expectNothingAdded(ledger.running, async () => {
      expectRefused(await ledger.post(route, `${most} `), 413, 'A body has at most 262144 bytes.');
    });
  });

  it.each([
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
  ])('refuses the media type %s', async (type) => {
    await expectNothingAdded(ledger.running, async () => {
      const answer = await ledger.post(route, exampleOf[route], { 'content-type': type });

      expectRefused(answer, 415, 'The body must be application/json.');
    });
  });

  it('accepts a media type with a charset', async () => {
    const answer = await ledger.post(route, exampleOf[route], {
      'content-type': 'application/json; charset=utf-8',
    });

    expect(answer.status).toBe(200);
  });

  it.each(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
    'says that it does not answer to %s',
    async (method) => {
      const answer = await send(ledger.running.url + route, { method });

      expectRefused(answer, 405, 'This path answers to POST only.');
      expect(answer.headers.get('allow')).toBe('POST');
    },
  );

  it.each(['/', '/x', '/x/y?z=1', '/%20', '/update', '//'])('has nothing below it at %s', async (path) => {
    for (const method of ['GET', 'POST'])
      expectRefused(
        await send(ledger.running.url + route + path, { method }),
        404,
        'There is nothing at this path.',
      );
  });

  it.each(['/%zz', '/%', '/%c3%28', `/${'x'.repeat(5_000)}`])(
    'refuses the sub-route %s in its own envelope',
    async (path) => {
      const answer = await send(ledger.running.url + route + path, { method: 'POST' });

      expect([400, 404]).toContain(answer.status);
      expectRefused(answer, answer.status, expect.any(String));
    },
  );

  it('keeps its envelope when its path is written with escapes', async () => {
    const path = route.replace('u', '%75');
    const unsigned = await send(ledger.running.url + path, { method: 'POST' });
    const signed = await ledger.post(path, exampleOf[route]);

    expectRefused(unsigned, 401, 'Authorization signature is missing or malformed');
    expect([signed.status, signed.headers.get('x-api-version')]).toStrictEqual([200, '1.0.0']);
  });

  it.each(['tenant', '__proto__', 'valueOf', 'constructor'])(
    'takes no parameters, not even %s',
    async (parameter) => {
      await expectNothingAdded(ledger.running, async () => {
        const answer = await ledger.post(`${route}?${parameter}=1`, exampleOf[route]);

        expectRefused(answer, 400, `Unknown parameter ${parameter}. There are no parameters here.`);
      });
    },
  );
});

describe('fields that the page does not have', () => {
  it('are ignored, and kept in the body as received', async () => {
    const body = updateExample.replace('"dispute": {', '"version": 7, "dispute": {"priority": "high",');
    const before = await ledger.running.ledger.store.headPosition();

    expect((await ledger.post('/update', body)).status).toBe(200);
    const received = (await recordedAfter(ledger.running, before)).map(({ data }) => data['received']);
    expect(received).toStrictEqual([body]);
  });
});

describe('paths that no vendor owns', () => {
  it.each(['/updates', '/update_arbitration_reports', '/'])('leaves %s to the ledger', async (path) => {
    const authorization = await documentedHeader(institution);
    const answer = await send(ledger.running.url + path, { method: 'POST', headers: { authorization } });

    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(bodyOf<{ status: number }>(answer).status).toBe(404);
  });
});
