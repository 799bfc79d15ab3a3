import { beforeAll, describe, expect, it } from '@jest/globals';
import { documentedHeader, newInstitution } from '../../support/institution.js';
import { type Answer, expectNothingAdded, expectRefused, send } from '../clients.js';
import { updateWith } from '../seeds.js';
import { smartOdrLedger } from './ledger.js';
import { answers } from './mistakes.answers.js';
import { type Mistake, mistakes } from './mistakes.js';

const gotham = newInstitution('Gotham ODR');
const ledger = smartOdrLedger(gotham);

let good: string;

beforeAll(async () => {
  good = await documentedHeader(gotham);
});

const sent = ({ method = 'POST', path, body, headers, authorization }: Mistake): Promise<Answer> =>
  send(ledger.running.url + path, {
    method,
    ...(body !== undefined && { body }),
    headers: {
      'content-type': 'application/json',
      ...(authorization !== null && { authorization: authorization?.(good) ?? good }),
      ...headers,
    },
  });

describe('a mistake of an integration', () => {
  it('has an answer each, and each answer its mistake', () => {
    expect(Object.keys(answers)).toStrictEqual(mistakes.map(([name]) => name));
    expect(mistakes.length).toBeGreaterThanOrEqual(52);
  });

  it.each(mistakes)('is named, and changes nothing: %s', async (name, mistake) => {
    const [status = 0, message = ''] = answers[name] ?? [];

    await expectNothingAdded(ledger.running, async () => {
      const answer = await sent(mistake);

      expectRefused(answer, status, message);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('x-correlation-id')).toMatch(/^[\w-]{36}$/);
      expect(answer.headers.get('allow')).toBe(status === 405 ? 'POST' : null);
    });
  });

  it('is named when a key comes again with another body', async () => {
    const headers = { 'idempotency-key': 'mistaken' };
    const first = await sent({ path: '/update', body: updateWith({}), headers });

    expect(first.status).toBe(200);
    await expectNothingAdded(ledger.running, async () => {
      expectRefused(
        await sent({ path: '/update', body: updateWith({ update: 'Another' }), headers }),
        422,
        'The idempotency key was used before with another request body.',
      );
    });
  });
});
