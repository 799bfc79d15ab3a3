import { beforeAll, describe, expect, it } from '@jest/globals';
import { auditorKey } from '../../support/running-ledger.js';
import { after, type Answer, bodyOf, type Read, readerOf } from '../clients.js';
import { billtrustLedger } from './ledger.js';

const ledger = billtrustLedger();
let read: Read;
let stranger: Read;

beforeAll(async () => {
  read = readerOf(ledger.running, await auditorKey(ledger.running));
  stranger = readerOf(ledger.running, await auditorKey(ledger.running, ['dispute:read'], 'other'));
});

const positionOf = ({ headers }: Answer): string => headers.get('ledger-position') ?? '';

interface Configuration {
  readonly revision: string;
  readonly reasons: readonly { code: string; description: string }[];
  readonly resolutions: readonly { code: string; applyWhenInvoiceClosed: boolean }[];
}

describe('what a tenant had configured', () => {
  it('has the text of a reason as it was', async () => {
    const { categoryId } = await ledger.user.category('GOODS');
    const { reasonId } = await ledger.user.reason('DAMAGED', {
      categoryId,
      description: 'Damaged in Shipping',
    });
    const before = bodyOf<Configuration>(await read('/ledger/configurations/acme'));
    const body = { categoryId, description: 'Damaged during Shipping' };
    const changed = await ledger.user.call('PUT', `/reasons/${reasonId}`, { body });

    const then = await read(`/ledger/configurations/acme?revision=${before.revision}`);
    const now = await read(`/ledger/configurations/acme?position=${positionOf(changed)}`);
    expect(bodyOf<Configuration>(then).reasons[0]?.description).toBe('Damaged in Shipping');
    expect(bodyOf<Configuration>(now).reasons[0]?.description).toBe('Damaged during Shipping');
    expect(then.headers.get('cache-control')).toBe('private, max-age=86400, immutable');
  });

  it('is not found before the first change, nor by another tenant', async () => {
    const answers = [
      await read('/ledger/configurations/acme?asOf=2000-01-01T00:00:00Z'),
      await read('/ledger/configurations/nobody'),
      await stranger('/ledger/configurations/acme'),
    ];

    expect(answers.map(({ status }) => status)).toStrictEqual([404, 404, 404]);
    expect((await read('/ledger/configurations/acme?asOf=then')).status).toBe(400);
    expect((await read('/ledger/configurations/acme?limit=1')).status).toBe(400);
  });
});

interface Resolutions {
  readonly resolutions: readonly { disputeId: string; code: string; outcome: string }[];
}

describe('the resolutions as they stood', () => {
  it('have the last decision on a dispute before the moment', async () => {
    await ledger.user.resolution('DISPVALID', {});
    await ledger.user.resolution('REJECTED', {});
    const { disputeId } = await ledger.user.dispute();
    const assign = (resolutionCode: string): Promise<Answer> =>
      ledger.user.call('PUT', `/disputes/${disputeId}/resolution`, { body: { resolutionCode } });
    const proposed = await assign('DISPVALID');
    const closed = await ledger.user.call('POST', `/disputes/${disputeId}/close`, {
      body: { resolutionCode: 'DISPVALID' },
    });
    const reassigned = await assign('REJECTED');

    const codesAt = async (query: string): Promise<string[]> =>
      bodyOf<Resolutions>(await read(`/ledger/resolutions?${query}`, after(reassigned)))
        .resolutions.filter((one) => one.disputeId === disputeId)
        .map(({ code }) => code);
    expect(await codesAt(`position=${positionOf(proposed)}`)).toStrictEqual([]);
    expect(await codesAt(`position=${positionOf(closed)}`)).toStrictEqual(['DISPVALID']);
    expect(await codesAt(`position=${positionOf(reassigned)}`)).toStrictEqual(['REJECTED']);
    expect(await codesAt('code=DISPVALID')).toStrictEqual([]);
    expect(await codesAt('asOf=2000-01-01T00:00:00Z')).toStrictEqual([]);
    expect(await codesAt('')).toStrictEqual(['REJECTED']);
    expect((await read('/ledger/resolutions?revision=1')).status).toBe(400);
    expect((await read('/ledger/resolutions?position=99999999')).status).toBe(400);
  });
});
