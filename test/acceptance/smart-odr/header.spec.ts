import { connect } from 'node:net';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { newInstitution, signatureHeader, signToken } from '../../support/institution.js';
import { type Answer, expectNothingAdded, expectRefused, send } from '../clients.js';
import { updateExample } from '../seeds.js';
import { smartOdrLedger } from './ledger.js';

const institution = newInstitution('Gotham ODR');
const MALFORMED = 'Authorization signature is missing or malformed';
const now = Math.floor(Date.now() / 1_000);

const ledger = smartOdrLedger(institution);
let keyId: string;

beforeAll(async () => {
  keyId = `${institution.keyId}|${await signToken(institution)}|RS256`;
});

const postWith = (authorization?: string): Promise<Answer> =>
  send(`${ledger.running.url}/update`, {
    method: 'POST',
    body: updateExample,
    headers: {
      'content-type': 'application/json',
      ...(authorization !== undefined && { authorization }),
    },
  });

describe('the Authorization header of SMART ODR', () => {
  it.each<[string, (keyId: string) => string]>([
    ['as the page writes it', (id) => `Signature keyId="${id}" algorithm="RS256" type="update" `],
    ['without the trailing blank', (id) => `Signature keyId="${id}" algorithm="RS256" type="update"`],
    ['with a scheme in lower case', (id) => `signature keyId="${id}" algorithm="RS256" type="update" `],
    ['with a scheme in upper case', (id) => `SIGNATURE keyId="${id}" algorithm="RS256" type="update"`],
    ['with commas', (id) => `Signature keyId="${id}",algorithm="RS256",type="update"`],
    ['with commas and blanks', (id) => `Signature keyId="${id}" , algorithm="RS256",  type="update"`],
    ['in another order', (id) => `Signature type="update" algorithm="RS256" keyId="${id}"`],
    ['with several blanks', (id) => `Signature   keyId="${id}"   algorithm="RS256"\ttype="update"   `],
    [
      'with the times of the Transfer API',
      (id) =>
        `Signature keyId="${id}" algorithm="RS256" created="${now}",expires="${now + 300}" type="update"`,
    ],
  ])('is accepted %s', async (_, header) => {
    expect((await postWith(header(keyId))).status).toBe(200);
  });

  it.each<[string, (keyId: string) => string | undefined]>([
    ['missing', () => undefined],
    ['empty', () => ''],
    ['of another scheme', () => 'Bearer abc'],
    ['a scheme and nothing else', () => 'Signature'],
    ['without quotes', (id) => `Signature keyId=${id} algorithm=RS256 type=update`],
    ['in single quotes', (id) => `Signature keyId='${id}' algorithm='RS256' type='update'`],
    ['without a keyId', () => 'Signature algorithm="RS256" type="update"'],
    ['without an algorithm', (id) => `Signature keyId="${id}" type="update"`],
    ['without a type', (id) => `Signature keyId="${id}" algorithm="RS256"`],
    ['of another algorithm', (id) => `Signature keyId="${id}" algorithm="HS256" type="update"`],
    [
      'of another algorithm in its keyId',
      (id) => `Signature keyId="${id.replace(/RS256$/, 'none')}" algorithm="RS256" type="update"`,
    ],
    [
      'with two parts in its keyId',
      (id) => `Signature keyId="${id.replace(/\|RS256$/, '')}" algorithm="RS256" type="update"`,
    ],
    ['with four parts in its keyId', (id) => `Signature keyId="${id}|x" algorithm="RS256" type="update"`],
    [
      'with an empty key id',
      (id) => `Signature keyId="${id.slice(id.indexOf('|'))}" algorithm="RS256" type="update"`,
    ],
    ['with an empty token', () => 'Signature keyId="id||RS256" algorithm="RS256" type="update"'],
    [
      'with one attribute twice',
      (id) => `Signature keyId="${id}" algorithm="RS256" type="update" type="update"`,
    ],
    ['with attributes that touch', (id) => `Signature keyId="${id}"algorithm="RS256" type="update"`],
    ['with an open quote', (id) => `Signature keyId="${id}" algorithm="RS256" type="update`],
    ['with a time in words', (id) => `Signature keyId="${id}" algorithm="RS256" type="update" created="now"`],
    [
      'with a time below zero',
      (id) => `Signature keyId="${id}" algorithm="RS256" type="update" expires="-1"`,
    ],
    ['with something behind it', (id) => `Signature keyId="${id}" algorithm="RS256" type="update" and more`],
  ])('is refused as malformed when it is %s', async (_, header) => {
    await expectNothingAdded(ledger.running, async () => {
      expectRefused(await postWith(header(keyId)), 401, MALFORMED);
    });
  });

  it.each([
    ['was created in the future', `created="${now + 3_600}"`],
    ['expired', `created="${now - 7_200}" expires="${now - 3_600}"`],
  ])('is refused when it %s', async (_, times) => {
    const header = `Signature keyId="${keyId}" algorithm="RS256" type="update" ${times}`;
    await expectNothingAdded(ledger.running, async () => {
      expectRefused(await postWith(header), 401, 'Invalid signature');
    });
  });

  it.each(['transfer', 'UPDATE', ''])('is refused for the token type "%s"', async (type) => {
    const header = signatureHeader(institution.keyId, await signToken(institution), type);
    await expectNothingAdded(ledger.running, async () => {
      expectRefused(await postWith(header), 403, 'Token type not allowed for this endpoint');
    });
  });

  it('reveals nothing about token types without a valid token', async () => {
    const header = signatureHeader(institution.keyId, 'a.b.c', 'transfer');

    expectRefused(await postWith(header), 401, 'Invalid signature');
  });

  it.each(['first', 'second'])('is refused when it comes twice and the %s one is good', async (place) => {
    const good = `Authorization: Signature keyId="${keyId}" algorithm="RS256" type="update"`;
    const bad = 'Authorization: Signature keyId="a|b.c.d|RS256" algorithm="RS256" type="update"';
    await expectNothingAdded(ledger.running, async () => {
      const answer = await rawPost(place === 'first' ? [good, bad] : [bad, good]);

      expect(answer).toMatch(/^HTTP\/1\.1 401 /);
      expect(answer.slice(answer.indexOf('\r\n\r\n') + 4)).toBe(
        JSON.stringify({ success: false, message: MALFORMED }),
      );
    });
  });

  it('is accepted when it comes once over the same raw connection', async () => {
    const good = `Authorization: Signature keyId="${keyId}" algorithm="RS256" type="update"`;

    expect(await rawPost([good])).toMatch(/^HTTP\/1\.1 200 /);
  });
});

/** Sends the request as bytes on a socket: an HTTP client would join or drop the second header. */
const rawPost = (headers: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(ledger.running.url);
    const socket = connect(Number(port), hostname);
    let answer = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk) => (answer += String(chunk)));
    socket.on('end', () => resolve(answer));
    socket.on('error', reject);
    const lines = [
      'POST /update HTTP/1.1',
      `Host: ${hostname}`,
      'Connection: close',
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(updateExample)}`,
      ...headers,
    ];
    socket.write(`${lines.join('\r\n')}\r\n\r\n${updateExample}`);
  });
