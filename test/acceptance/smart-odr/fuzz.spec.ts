import { Agent, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { documentedHeader, newInstitution } from '../../support/institution.js';
import { recordedAfter } from '../clients.js';
import { smartOdrLedger } from './ledger.js';
import { type MutatedRequest, mutatedRequest } from './mutations.js';

const RUNS = 2_000;

const institution = newInstitution('Gotham ODR');
const agent = new Agent({ keepAlive: true });

const ledger = smartOdrLedger(institution);
let authorization: string;

beforeAll(async () => {
  authorization = await documentedHeader(institution);
});

afterAll(() => {
  agent.destroy();
});

interface RawAnswer {
  readonly status: number;
  readonly version: unknown;
  readonly text: string;
}

/**
 * Sends the request through Node's HTTP client, as `fetch` would correct much of what is wrong on purpose.
 */
const send = ({ method, path, headers, body }: MutatedRequest): Promise<RawAnswer> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(ledger.running.url);
    const options = { hostname, port, method, path, headers: { ...headers, 'content-length': body.length } };
    const sending = request({ ...options, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, version: response.headers['x-api-version'], text });
      });
    });
    sending.on('error', reject);
    sending.end(body);
  });

describe('2,000 requests that are broken in some way', () => {
  it('are accepted or refused in the envelope of SMART ODR, and record nothing when refused', async () => {
    const prototype = Object.getOwnPropertyNames(Object.prototype);
    const statuses = new Set<number>();

    await fc.assert(
      fc.asyncProperty(mutatedRequest(authorization), async (mutated) => {
        const before = await ledger.running.ledger.store.headPosition();
        const { status, version, text } = await send(mutated);
        const isTaken = status === 200;
        statuses.add(status);

        expect(status).toBeLessThan(500);
        expect(version).toBe('1.0.0');
        expect(JSON.parse(text)).toStrictEqual({ success: isTaken, message: expect.stringMatching(/./) });
        // An accepted request may have recorded something, or have repeated an earlier key.
        const recorded = await recordedAfter(ledger.running, before);
        expect(isTaken || recorded.length === 0).toBe(true);
      }),
      { numRuns: RUNS },
    );

    // Otherwise the requests were too similar for this test to mean much.
    expect([...statuses]).toStrictEqual(expect.arrayContaining([200, 400, 401, 404, 405, 415, 422]));
    expect(Object.getOwnPropertyNames(Object.prototype)).toStrictEqual(prototype);
  });
});
