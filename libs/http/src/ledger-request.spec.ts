import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Fastify, { type FastifyInstance } from 'fastify';
import { givenCorrelationId, idempotencyKeyOf } from './ledger-request.js';
import { RequestProblem } from './request-problem.js';

let server: FastifyInstance;

/** Answers with what a route reads from its request's headers. */
beforeAll(async () => {
  server = Fastify();
  server.get('/', (request) => {
    try {
      return { key: idempotencyKeyOf(request) };
    } catch (error) {
      return error instanceof RequestProblem
        ? { code: error.code, fields: error.fields }
        : { code: 'defect' };
    }
  });
  await server.ready();
});

afterAll(() => server.close());

const seen = async (headers: Record<string, string>): Promise<unknown> =>
  (await server.inject({ url: '/', headers })).json();

describe('the Idempotency-Key', () => {
  it.each(['a', 'a b', '!~', 'x'.repeat(255), '018f6f5e-7c3a-7b1e-9d55-3c1f0a2b4c6d'])(
    'may be "%s"',
    async (key) => {
      await expect(seen({ 'idempotency-key': key })).resolves.toStrictEqual({ key });
    },
  );

  it('may be missing', async () => {
    await expect(seen({})).resolves.toStrictEqual({});
  });

  it.each(['', ' a', 'a ', 'a\tb', 'ä', '\u007f', 'x'.repeat(256)])('may not be "%s"', async (key) => {
    const message = 'Idempotency-Key must be 1 to 255 printable characters';

    await expect(seen({ 'idempotency-key': key })).resolves.toStrictEqual({
      code: 'invalid-request',
      fields: [{ path: 'Idempotency-Key', message }],
    });
  });
});

describe("the caller's correlation id", () => {
  it.each(['a', 'case-17', '018f:2.b_c', 'x'.repeat(100)])('is used when it is harmless: %s', (id) => {
    expect(givenCorrelationId(id)).toBe(id);
  });

  it.each([undefined, '', 'a b', 'a\nb', '<script>', 'ä', 'x'.repeat(101)])(
    'is replaced when it is %j',
    (id) => {
      expect(givenCorrelationId(id)).toBeUndefined();
    },
  );

  it('is replaced when there are two', () => {
    expect(givenCorrelationId(['a', 'b'])).toBeUndefined();
  });
});
