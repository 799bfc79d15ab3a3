import { describe, expect, it } from '@jest/globals';
import { expectNothingAdded } from '../clients.js';
import { disputeOf, expectFieldRefusal, expectRefusal, openingExample, openingWith } from './clients.js';
import { enfinitosLedger } from './ledger.js';

const ledger = enfinitosLedger();

const { disputedPeriod, claimedShortfall, affectedSurface, evidenceBundle } = openingExample;

const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => `id-${index}`);

const inAnHour = (): string => new Date(Date.now() + 3_600_000).toISOString();

const period = (fields: object) => ({ disputedPeriod: { ...disputedPeriod, ...fields } });
const shortfall = (fields: object) => ({ claimedShortfall: { ...claimedShortfall, ...fields } });
const surface = (fields: object) => ({ affectedSurface: { ...affectedSurface, ...fields } });
const evidence = (fields: object) => ({ evidenceBundle: { ...evidenceBundle, ...fields } });

describe('an opening is refused, naming the field,', () => {
  it.each<[string, string, object]>([
    ['without a period', '/disputedPeriod', { disputedPeriod: undefined }],
    ['for a period that is null', '/disputedPeriod', { disputedPeriod: null }],
    ['for a period that is a list', '/disputedPeriod', { disputedPeriod: [disputedPeriod] }],
    ['for a period without a start', '/disputedPeriod/start', period({ start: undefined })],
    ['for a start that is a day', '/disputedPeriod/start', period({ start: '2023-11-07' })],
    ['for a start that is a number', '/disputedPeriod/start', period({ start: 1_699_335_116_000 })],
    ['for a start that no calendar has', '/disputedPeriod/start', period({ start: '2023-02-30T00:00:00Z' })],
    ['for a start without a zone', '/disputedPeriod/start', period({ start: '2023-11-07T05:31:56' })],
    ['for an end before the start', '/disputedPeriod/end', period({ end: '2023-11-07T05:31:55Z' })],
    ['for an end that is the start', '/disputedPeriod/end', period({ end: disputedPeriod.start })],
    [
      'for an end that is the start in another zone',
      '/disputedPeriod/end',
      period({ end: '2023-11-07T11:01:56+05:30' }),
    ],
    ['for an end in the future', '/disputedPeriod/end', period({ end: inAnHour() })],
    ['for an end in a leap second', '/disputedPeriod/end', period({ end: '2099-12-31T23:59:60Z' })],
    ['without a surface', '/affectedSurface', { affectedSurface: undefined }],
    ['for a surface that names nothing', '/affectedSurface', { affectedSurface: {} }],
    ['for a surface of no screens', '/affectedSurface', { affectedSurface: { screenIds: [] } }],
    [
      'for a surface of nulls',
      '/affectedSurface',
      { affectedSurface: { campaignId: null, screenIds: null, substrateId: null } },
    ],
    ['for a campaign without a name', '/affectedSurface/campaignId', surface({ campaignId: '' })],
    ['for a screen without a name', '/affectedSurface/screenIds/1', surface({ screenIds: ['screen-1', ''] })],
    ['for screens that are no list', '/affectedSurface/screenIds', surface({ screenIds: 'screen-1' })],
    ['without a shortfall', '/claimedShortfall', { claimedShortfall: undefined }],
    ['for an empty unit', '/claimedShortfall/unit', shortfall({ unit: '' })],
    ['for a unit of 1,000 characters', '/claimedShortfall/unit', shortfall({ unit: 'u'.repeat(1_000) })],
    ['for an amount that is a number', '/claimedShortfall/amount', shortfall({ amount: 1200.5 })],
    ['for an amount of nothing', '/claimedShortfall/amount', shortfall({ amount: '0.00' })],
    ['for an amount below nothing', '/claimedShortfall/amount', shortfall({ amount: '-1' })],
    ['for an amount with a comma', '/claimedShortfall/amount', shortfall({ amount: '1,200.50' })],
    ['for an amount with an exponent', '/claimedShortfall/amount', shortfall({ amount: '1e3' })],
    ['for an amount with ten decimals', '/claimedShortfall/amount', shortfall({ amount: '1.0000000001' })],
    ['for an amount of 19 digits', '/claimedShortfall/amount', shortfall({ amount: '1'.repeat(19) })],
    ['for an opener who is a number', '/openedBy', { openedBy: 7 }],
    ['for an opener without a name', '/openedBy', { openedBy: '   ' }],
    ['for an opener of 201 characters', '/openedBy', { openedBy: 'x'.repeat(201) }],
    ['for evidence that is a list', '/evidenceBundle', { evidenceBundle: [] }],
    ['for evidence that is text', '/evidenceBundle', { evidenceBundle: 'pack-1' }],
    ['for 10,000 proof packs', '/evidenceBundle/proofPackIds', evidence({ proofPackIds: ids(10_000) })],
    ['for a proof pack that is a number', '/evidenceBundle/proofPackIds/0', evidence({ proofPackIds: [7] })],
    [
      'for a proof pack of 201 characters',
      '/evidenceBundle/proofPackIds/0',
      evidence({ proofPackIds: ['x'.repeat(201)] }),
    ],
    ['for 1,001 attachments', '/evidenceBundle/attachmentRefs', evidence({ attachmentRefs: ids(1_001) })],
    ['for an empty report', '/evidenceBundle/auditorReportRef', evidence({ auditorReportRef: '' })],
  ])('%s', async (_, path, fields) => {
    await expectNothingAdded(ledger.running, async () => {
      expectFieldRefusal(await ledger.developer.post('', openingWith(fields)), path);
    });
  });

  it('or every field when several are wrong', async () => {
    await expectNothingAdded(ledger.running, async () => {
      const answer = await ledger.developer.post('', {});
      const details = ['disputedPeriod', 'affectedSurface', 'claimedShortfall'].map((field) => ({
        path: `/${field}`,
        message: `${field} is required`,
      }));
      const evidenceRequired = { path: '/evidenceBundle', message: expect.stringMatching(/proofPackIds/) };

      expectRefusal(answer, 400, { code: 'VALIDATION_ERROR', details: [...details, evidenceRequired] });
    });
  });

  it.each(['[]', '"dispute"', '7', 'true'])('or the body, if it is no object: %s', async (body) => {
    await expectNothingAdded(ledger.running, async () => {
      expectRefusal(await ledger.developer.post('', body), 400, {
        code: 'VALIDATION_ERROR',
        details: [{ path: '', message: 'The body must be a JSON object' }],
      });
    });
  });

  it.each(['null', ''])('as if nothing had been sent, for the body %j', async (body) => {
    await expectNothingAdded(ledger.running, async () => {
      expectRefusal(await ledger.developer.post('', body), 400, {
        code: 'VALIDATION_ERROR',
        details: expect.arrayContaining([{ path: '/disputedPeriod', message: expect.any(String) }]),
      });
    });
  });
});

describe('an opening is refused before it is read,', () => {
  const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

  const openingWithText = (member: string): string =>
    JSON.stringify(openingExample).replace(/\}$/, `,${member}}`);

  it.each([
    ['when a field nobody knows is nested too deep', openingWithText(`"extra":${nested(33)}`)],
    ['when it is nested 100,000 deep', nested(100_000)],
    ['when it has more parts than anybody needs', JSON.stringify(openingWith({ extra: ids(20_001) }))],
    ['when it reaches for a prototype', openingWithText('"__proto__":{"openedBy":"nobody"}')],
    [
      'when it reaches for a prototype by its constructor',
      openingWithText('"constructor":{"prototype":{"openedBy":"nobody"}}'),
    ],
    ['when it holds half a character', openingWithText(String.raw`"openedBy":"\ud800"`)],
  ])('%s', async (_, body) => {
    await expectNothingAdded(ledger.running, async () => {
      expectRefusal(await ledger.developer.post('', body), 400, {
        code: 'VALIDATION_ERROR',
        details: expect.any(Array),
      });
    });
  });

  it('when it has a million bytes', async () => {
    await expectNothingAdded(ledger.running, async () => {
      const body = JSON.stringify(openingWith({ extra: 'x'.repeat(1_000_000) }));

      expectRefusal(await ledger.developer.post('', body), 413, { code: 'PAYLOAD_TOO_LARGE' });
    });
  });
});

describe('the largest opening there may be', () => {
  it('is accepted with 1,000 ids in each list, and a unit of 64 characters', async () => {
    const lists = { proofPackIds: ids(1_000), meteringSnapshotIds: ids(1_000), attachmentRefs: ids(1_000) };
    const answer = await ledger.developer.post(
      '',
      openingWith({ ...evidence(lists), ...shortfall({ unit: 'ü'.repeat(64) }) }),
    );

    expect(answer.status).toBe(201);
    expect(disputeOf(answer).evidenceBundle['proofPackIds']).toStrictEqual(ids(1_000));
  });
});
