import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newInstitution } from '../support/institution.js';
import { auditorKey, register, type RunningLedger, startLedger } from '../support/running-ledger.js';
import { userOf } from './billtrust/clients.js';
import { after, clientOf, expectNothingAdded, type Post, readerOf, send } from './clients.js';
import { developerOf, openingExample } from './enfinitos/clients.js';
import { updateExample } from './seeds.js';

let running: RunningLedger;
let billtrust: string;
let post: Post;
let developerKey: string;

beforeAll(async () => {
  running = await startLedger();
  const institution = newInstitution('Gotham ODR');
  await register(running, institution);
  post = await clientOf(running, institution);
  billtrust = (await userOf(running)).apiKey;
  developerKey = (await developerOf(running, 'acme')).apiKey;
});

afterAll(() => running.dispose());

interface RawAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** Sends bytes that no HTTP client would, and resolves with what came until the connection was closed. */
const raw = async (...lines: readonly string[]): Promise<RawAnswer> => {
  const socket = connect(Number(new URL(running.url).port), '127.0.0.1');
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  socket.on('error', () => undefined);
  socket.write(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  await once(socket, 'close');
  const [head = '', body = ''] = text.split('\r\n\r\n');
  return { status: Number(head.split(' ')[1]), head, body };
};

/** The name of the family whose form the error has. */
const familyOf = (body: string): string => {
  const error = JSON.parse(body) as Record<string, unknown>;
  if (error['success'] === false) return 'smart-odr';
  if (Array.isArray(error['errors'])) return 'billtrust';
  if (error['ok'] === false) return 'enfinitos';
  return typeof error['title'] === 'string' ? 'ledger' : body;
};

const NEAR = [
  ['smart-odr', '/UPDATE'],
  ['smart-odr', '/Update_Arbitration_Report'],
  ['smart-odr', '//update'],
  ['smart-odr', '///update//'],
  ['smart-odr', '/update/'],
  ['smart-odr', '/%55PDATE'],
  ['smart-odr', '/update%2Fx'],
  ['smart-odr', '/%75pdate/%zz'],
  ['smart-odr', '/update/%c3%28'],
  ['billtrust', '/Dispute/v1/tenants/acme/resolutions'],
  ['billtrust', '/dispute//v1/tenants/acme/resolutions'],
  ['billtrust', '/dispute%2fv1/tenants/acme/resolutions'],
  ['billtrust', '/V1/Tenants/acme/nothing'],
  ['billtrust', '/v1/tenants/acme/resolutions/%'],
  ['enfinitos', '/v1//disputes'],
  ['enfinitos', '/V1/disputes'],
  ['enfinitos', '/v1%2Fdisputes/x'],
  ['enfinitos', '/v1/disputes/x/%E0%A4%A'],
  ['enfinitos', '//v1/disputes//'],
  ['ledger', '/updates'],
  ['ledger', '/v1'],
  ['ledger', '/v1/disputesx'],
  ['ledger', '/%zz'],
] as const;

describe('a path that no route has', () => {
  it.each(NEAR)('is answered in the form of %s when it is written %s', async (family, path) => {
    const answer = await raw(`POST ${path} HTTP/1.1`, 'Host: x', 'Content-Length: 0', 'Connection: close');

    expect([400, 404]).toContain(answer.status);
    expect(familyOf(answer.body)).toBe(family);
    expect(/^x-api-version: 1\.0\.0/im.test(answer.head)).toBe(
      family === 'smart-odr' || family === 'billtrust',
    );
  });

  it.each([
    ['billtrust', 'GET', '/dispute/v1/tenants/acme/resolutions/'],
    ['billtrust', 'GET', '/v1/tenants/acme/reasons/'],
    ['billtrust', 'DELETE', '/v1/tenants/acme/resolutions/by-code/'],
    ['enfinitos', 'GET', '/v1/disputes/'],
    ['ledger', 'GET', '/ledger/disputes/acme/'],
  ])('is unknown to %s when its id is long: %s %s', async (family, method, path) => {
    for (const length of [257, 5_000]) {
      const answer = await send(running.url + path + 'x'.repeat(length), {
        method,
        headers: { 'x-billtrust-api-key': billtrust },
      });

      expect([answer.status, familyOf(answer.text)]).toStrictEqual([404, family]);
    }
  });
});

describe('a request without a Host', () => {
  it.each([
    ['smart-odr', 'POST /update'],
    ['billtrust', 'GET /v1/tenants/acme/resolutions'],
    ['enfinitos', 'GET /v1/disputes'],
    ['ledger', 'GET /ledger/disputes'],
  ])('is refused in the form of %s', async (family, target) => {
    const answer = await raw(`${target} HTTP/1.1`, 'Content-Length: 0');

    expect([answer.status, familyOf(answer.body)]).toStrictEqual([400, family]);
    expect(answer.body).toContain('Host is required');
  });

  it('is served to an HTTP/1.0 client', async () => {
    expect((await raw('GET /health/live HTTP/1.0')).status).toBe(200);
  });

  it.each([
    ['smart-odr', 'POST /update HTTP/1.1'],
    ['billtrust', 'GET /v1/tenants/acme/resolutions HTTP/1.1'],
    ['enfinitos', 'GET /v1/disputes HTTP/1.0'],
    ['ledger', 'GET /health/live HTTP/1.1'],
  ])('is refused like one with two, in the form of %s', async (family, line) => {
    const answer = await raw(line, 'Host: one.example', 'host: two.example', 'Content-Length: 0');

    expect([answer.status, familyOf(answer.body)]).toStrictEqual([400, family]);
    expect(answer.body).toContain('Host must be sent once');
  });
});

describe('bytes that are no request', () => {
  it.each<[string, number, readonly string[]]>([
    ['headers that are too large', 431, ['POST /update HTTP/1.1', 'Host: x', `X: ${'x'.repeat(40_000)}`]],
    ['two lengths', 400, ['POST /update HTTP/1.1', 'Host: x', 'Content-Length: 1', 'Content-Length: 2']],
    ['a NUL in a header', 400, ['POST /v1/disputes HTTP/1.1', 'Host: x', 'X: a\0b']],
    ['a header without a colon', 400, ['GET /v1/disputes HTTP/1.1', 'Host: x', 'nothing']],
    ['no HTTP', 400, ['hello']],
  ])('get a status and nothing else: %s', async (_, status, lines) => {
    await expectNothingAdded(running, async () => {
      const answer = await raw(...lines);

      expect([answer.status, answer.body]).toStrictEqual([status, '']);
      expect(answer.head).toMatch(/^Connection: close$/im);
    });
  });
});

describe('a body with a content coding', () => {
  it.each<[string, string | Buffer]>([
    ['gzip', gzipSync(updateExample)],
    ['gzip', updateExample],
    ['GZIP', updateExample],
    ['deflate, gzip', updateExample],
    ['br', ''],
    ['identity, zstd', updateExample],
  ])('is refused, naming it: %s', async (coding, body) => {
    await expectNothingAdded(running, async () => {
      const answer = await post('/update', body, { 'content-encoding': coding });

      expect([answer.status, JSON.parse(answer.text)]).toStrictEqual([
        415,
        {
          success: false,
          message: `The body must be sent without a content coding; its Content-Encoding is ${coding}.`,
        },
      ]);
      expect([answer.headers.get('accept-encoding'), answer.headers.get('x-api-version')]).toStrictEqual([
        'identity',
        '1.0.0',
      ]);
    });
  });

  it('is read when the coding is none', async () => {
    const answers = [
      await post('/update', updateExample, { 'content-encoding': 'identity' }),
      await post('/update', updateExample, { 'content-encoding': '' }),
    ];

    expect(answers.map(({ status }) => status)).toStrictEqual([200, 200]);
  });
});

describe('the charset of a body', () => {
  it.each(['utf-8', 'UTF-8', '"utf-8"', 'utf8'])('may be %s', async (charset) => {
    const headers = { 'content-type': `application/json; charset=${charset}` };

    expect((await post('/update', updateExample, headers)).status).toBe(200);
  });

  it.each(['iso-8859-1', 'UTF-16', '"windows-1252"'])('may not be %s', async (charset) => {
    await expectNothingAdded(running, async () => {
      const answer = await send(`${running.url}/v1/disputes`, {
        method: 'POST',
        body: JSON.stringify(openingExample),
        headers: {
          authorization: `Bearer ${developerKey}`,
          'content-type': `application/json;charset=${charset}`,
        },
      });

      expect([answer.status, familyOf(answer.text)]).toStrictEqual([415, 'enfinitos']);
      expect(answer.text).toContain(`has the charset ${charset.replaceAll('"', '')}.`);
    });
  });
});

describe('the media type that a caller accepts', () => {
  it.each([
    ['application/json; charset=utf-8', 200],
    ['application/json;charset="utf-8";q=0.5, text/html', 200],
    ['', 200],
    ['*/*;v=1', 200],
    ['application/json;charset=utf-8;q=0', 406],
    ['text/html', 406],
  ])('may have parameters: "%s" is %i', async (accept, status) => {
    const recorded = await post('/update', updateExample);
    const read = readerOf(running, await auditorKey(running));
    const dispute = '/ledger/disputes/smartodr/MII-INV-2024-01-781096';

    for (const path of ['/ledger/activity', '/ledger/events', `${dispute}/diff?from=0`]) {
      const answer = await read(path, { accept, ...after(recorded) });

      expect([path, answer.status]).toStrictEqual([path, status]);
    }
  });
});
