import { beforeAll, describe, expect, it } from '@jest/globals';
import { bodyOf, expectNothingAdded, send } from '../clients.js';
import { expectRefusal, userOf } from './clients.js';
import { type Known, knownConfiguration } from './known-configuration.js';
import { billtrustLedger } from './ledger.js';
import { fieldMistakes, type Mistake, referenceMistakes } from './mistakes.js';
import { requestMistakes } from './request-mistakes.js';

const ledger = billtrustLedger();
let known: Known;
let disputes: { readonly open: string; readonly closed: string };

beforeAll(async () => {
  const { user } = ledger;
  known = await knownConfiguration(user);
  await user.resolution('LINKED');
  const [open, closed] = [await user.dispute(), await user.dispute()];
  await user.call('PUT', `/disputes/${open.disputeId}/resolution`, { body: { resolutionCode: 'LINKED' } });
  await user.call('POST', `/disputes/${closed.disputeId}/close`, { body: { resolutionCode: 'DISPVALID' } });
  disputes = { open: open.disputeId, closed: closed.disputeId };
});

const pathOf = (line: string): string =>
  line
    .replace(':dispute', disputes.open)
    .replace(':closed', disputes.closed)
    .replace(':resolution', known.resolutionId)
    .replace(':reason', known.damaged.reasonId)
    .replace(':category', known.shipping);

const mistakes = [...fieldMistakes, ...referenceMistakes, ...requestMistakes];
const named = (all: readonly Mistake[]) => all.map((one) => [one.name, one] as const);

describe('a mistake is answered in whole, and changes nothing', () => {
  it.each(named(mistakes))('%s', async (_, { line, body, headers, status, errors, answered = {} }) => {
    const [method = '', path = ''] = pathOf(line).split(' ');
    await expectNothingAdded(ledger.running, async () => {
      const answer = await ledger.user.call(method, path, {
        ...(body !== undefined && { body }),
        ...(headers !== undefined && { headers }),
      });

      expectRefusal(answer, status, ...errors);
      for (const [name, value] of Object.entries(answered)) expect(answer.headers.get(name)).toBe(value);
    });
  });

  it('counts each once', () => {
    expect(new Set(mistakes.map(({ name }) => name)).size).toBe(mistakes.length);
    expect(mistakes.length + OTHERS).toBeGreaterThanOrEqual(60);
  });
});

/** Mistakes that need more than one request, or another caller: the tests below. */
const OTHERS = 7;

describe('a mistake of the caller', () => {
  it('without a key is 401, and names both headers', async () => {
    const answer = await send(`${ledger.running.url}/dispute/v1/tenants/acme/resolutions`, {});

    expectRefusal(answer, 401, 'Missing X-Billtrust-Api-Key or X-Billtrust-Auth');
  });

  it('with a key as a bearer token is the same', async () => {
    const headers = { authorization: `Bearer ${ledger.user.apiKey}` };
    const answer = await send(`${ledger.running.url}/v1/tenants/acme/resolutions`, { headers });

    expectRefusal(answer, 401, 'Missing X-Billtrust-Api-Key or X-Billtrust-Auth');
  });

  it('of another tenant is 403, whether the tenant exists or not', async () => {
    const headers = { 'x-billtrust-api-key': ledger.user.apiKey };
    const answer = await send(`${ledger.running.url}/dispute/v1/tenants/umbrella/reasons`, { headers });

    expectRefusal(answer, 403, 'The API key is not valid for this tenant.');
  });

  it('without the permission is 403, and names it', async () => {
    const scopes = ['Dispute Configuration:READ'];
    const reader = await userOf(ledger.running, 'acme', { holder: 'reader', scopes });

    expectRefusal(
      await reader.call('POST', '/disputes', { body: { documentNumber: 'INV-1' } }),
      403,
      'The API key does not have the permission Dispute Management : CREATE.',
    );
  });

  it('who sends malformed JSON is told so', async () => {
    const answer = await ledger.user.call('POST', '/resolutions', { body: '{"code":"A",}' });

    expect([answer.status, bodyOf<{ errors: string[] }>(answer).errors]).toStrictEqual([
      400,
      [expect.stringMatching(/^Malformed JSON body/)],
    ]);
  });

  it('who uses a key for another body is 422', async () => {
    const headers = { 'idempotency-key': 'mistake' };
    await ledger.user.call('POST', '/categories', { body: { code: 'FIRST' }, headers });
    const answer = await ledger.user.call('POST', '/categories', { body: { code: 'SECOND' }, headers });

    expect([answer.status, bodyOf<{ errors: string[] }>(answer).errors]).toStrictEqual([
      422,
      [expect.stringMatching(/idempotency key/i)],
    ]);
  });

  it('who repeats a closing with other notes is 409, and names them', async () => {
    const answer = await ledger.user.call('POST', `/disputes/${disputes.closed}/close`, {
      body: { resolutionCode: 'DISPVALID', notes: 'second' },
    });

    expectRefusal(answer, 409, 'notes cannot be added: The dispute is closed with this resolution already.');
  });
});
