import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type LedgerProcess, startLedgerProcess } from '../support/ledger-process.js';
import { temporaryDirectory, type TemporaryDirectory } from '../support/temporary-directory.js';
import { until } from '../support/until.js';

interface Demo {
  readonly auditor: { readonly apiKey: string };
  readonly smartOdr: { readonly credentialId: string; readonly authorization: string };
  readonly billtrust: { readonly credentialId: string; readonly apiKey: string; readonly tenant: string };
  readonly enfinitos: { readonly credentialId: string; readonly apiKey: string };
}

let directory: TemporaryDirectory;
let server: LedgerProcess;
let url: string;
let demo: Demo;

beforeAll(async () => {
  directory = await temporaryDirectory();
  server = startLedgerProcess(directory.path, { LEDGER_DEMO: '1' });
  url = await server.ready();
  demo = JSON.parse(await readFile(join(directory.path, 'demo-credentials.json'), 'utf8')) as Demo;
});

afterAll(async () => {
  await server.kill();
  await directory.remove();
});

interface Line {
  readonly level: string;
  readonly msg: string;
  readonly refused?: { readonly family: string; readonly reason: string; readonly credentialId?: string };
  readonly correlationId?: string;
}

const linesOf = (correlationId: string): readonly Line[] =>
  server.stdout
    .split('\n')
    .filter((text) => text.startsWith('{'))
    .map((text) => JSON.parse(text) as Line)
    .filter((line) => line.correlationId === correlationId && line.msg === 'request');

/** Sends the request and resolves with the line that says why its credential was refused. */
const refusedLine = async (
  correlationId: string,
  path: string,
  headers: Record<string, string>,
): Promise<Line | undefined> => {
  const method = path.startsWith('/update') || path.startsWith('/status') ? 'POST' : 'GET';
  const { status } = await fetch(url + path, {
    method,
    headers: { 'x-correlation-id': correlationId, 'content-type': 'application/json', ...headers },
    ...(method === 'POST' && { body: '{"dispute":{}}' }),
  });
  expect([401, 403]).toContain(status);
  await until(() => linesOf(correlationId).length > 0);
  expect(linesOf(correlationId)).toHaveLength(1);
  return linesOf(correlationId)[0];
};

const FORGED = 'eyJhbGciOiJub25lIn0.eyJlbWFpbCI6ImFAYi5leGFtcGxlIn0.c2lnbmF0dXJl';

describe('a refused credential', () => {
  it.each<[string, { readonly path: string; readonly headers: () => Record<string, string> }, object]>([
    [
      'no-header',
      { path: '/update', headers: () => ({}) },
      { family: 'smart-odr', reason: 'the header is missing or malformed' },
    ],
    [
      'unknown-key-id',
      {
        path: '/update',
        headers: () => ({
          authorization: `Signature keyId="nobody|${FORGED}|RS256" algorithm="RS256" type="update"`,
        }),
      },
      { family: 'smart-odr', reason: 'the key id is unknown or revoked' },
    ],
    [
      'changed-token',
      {
        path: '/update',
        headers: () => ({
          authorization: demo.smartOdr.authorization.replace(/\.[^.]*\|RS256/, '.c2lnbmF0dXJl|RS256'),
        }),
      },
      { reason: 'the token is not valid: ERR_JWS_SIGNATURE_VERIFICATION_FAILED' },
    ],
    [
      'wrong-type',
      { path: '/status', headers: () => ({ authorization: demo.smartOdr.authorization }) },
      { reason: 'the type is that of another route' },
    ],
    [
      'no-key',
      { path: '/v1/disputes', headers: () => ({}) },
      { family: 'enfinitos', reason: 'there is no key, or it cannot be read' },
    ],
    [
      'unknown-key',
      { path: '/v1/disputes', headers: () => ({ authorization: 'Bearer nobody-knows-me' }) },
      { family: 'enfinitos', reason: 'the key is unknown or revoked' },
    ],
    [
      'key-of-another-family',
      { path: '/v1/disputes', headers: () => ({ authorization: `Bearer ${demo.billtrust.apiKey}` }) },
      { family: 'enfinitos', reason: 'the key is for billtrust' },
    ],
    [
      'key-of-another-tenant',
      {
        path: '/dispute/v1/tenants/others/resolutions',
        headers: () => ({ 'x-billtrust-api-key': demo.billtrust.apiKey }),
      },
      { family: 'billtrust', reason: 'the key is for another tenant' },
    ],
    [
      'key-of-a-vendor',
      { path: '/ledger/disputes', headers: () => ({ authorization: `Bearer ${demo.enfinitos.apiKey}` }) },
      { family: 'ledger', reason: 'the key is for enfinitos' },
    ],
  ])('leaves one line with its reason in the log: %s', async (id, { path, headers }, line) => {
    expect(await refusedLine(id, path, headers())).toMatchObject({ level: 'info', refused: line });
  });

  it('is named where the ledger knows it', async () => {
    const headers = { authorization: demo.smartOdr.authorization };

    expect(await refusedLine('known-institution', '/status', headers)).toMatchObject({
      refused: { credentialId: demo.smartOdr.credentialId },
    });
    expect(
      await refusedLine('known-key', '/v1/disputes', { authorization: `Bearer ${demo.billtrust.apiKey}` }),
    ).toMatchObject({ refused: { credentialId: demo.billtrust.credentialId } });
  });

  it('is in no line itself, nor anything that it claims', () => {
    const [, token = ''] = /\|([^|]+)\|/.exec(demo.smartOdr.authorization) ?? [];

    expect(token).not.toBe('');
    for (const secret of [
      token,
      FORGED,
      demo.billtrust.apiKey,
      demo.enfinitos.apiKey,
      'nobody-knows-me',
      'example"',
    ])
      expect(server.stdout).not.toContain(secret);
  });
});
