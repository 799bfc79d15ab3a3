import { beforeAll, describe, expect, it } from '@jest/globals';
import { bodyOf } from '../clients.js';
import { type Dispute, expectRefusal } from './clients.js';
import { type Known, knownConfiguration } from './known-configuration.js';
import { billtrustLedger } from './ledger.js';

const ledger = billtrustLedger();
let known: Known;

beforeAll(async () => {
  known = await knownConfiguration(ledger.user);
});

const open = (fields: object) =>
  ledger.user.call('POST', '/disputes', { body: { documentNumber: 'INV-789', ...fields } });

describe('a dispute', () => {
  it("has every field of the vendor's page", async () => {
    const body = {
      documentNumber: 'INV-FULL',
      poNumber: 'PO-12345',
      accountNumber: 'ACT-123',
      accountName: 'test-account',
      amount: 100.5,
      currencyCode: 'USD',
      originSystem: 'collections',
      assigneeName: 'Steve Rogers',
      assigneeId: 'user-7',
      departmentId: 'dep-1',
      departmentName: 'Shipping',
      platformAccountId: 'platform-1',
      userId: 'user-7',
      reasonId: known.damaged.reasonId,
      externalReasonId: known.buyers.reasonId,
    };
    const dispute = await ledger.user.dispute(body);
    const { reasonId, externalReasonId, ...given } = body;

    expect(dispute).toStrictEqual({
      ...given,
      disputeId: expect.any(String),
      disputeCode: 'D-INV-FULL-01',
      tenantId: 'acme',
      description: null,
      status: 0,
      categoryId: known.shipping,
      categoryCode: 'SHIPPING',
      categoryName: 'Shipping Error',
      reasonId,
      reasonCode: 'DAMAGED',
      reasonName: 'Damaged in Shipping',
      externalReasonCategoryId: known.shipping,
      externalReasonCategoryName: 'Shipping Error',
      externalReasonId,
      externalReasonName: 'It arrived broken',
      isValid: false,
      resolutionId: null,
      resolutionCode: null,
      closedDate: null,
      createUser: 'user-1',
      createDate: expect.any(String),
      updateUser: 'user-1',
      updateDate: expect.any(String),
    });
    const bare = await ledger.user.dispute({ documentNumber: 'INV-BARE' });
    expect(Object.keys(bare)).toStrictEqual(Object.keys(dispute));
  });

  it.each([
    [100.5, undefined, 100.5],
    ['100.50', undefined, 100.5],
    ['120.5000', 'USD', 120.5],
    ['100.0', undefined, 100],
    ['9999999999999.99', undefined, 9999999999999.99],
    [999999999999999, 'JPY', 999999999999999],
    ['0', undefined, 0],
    ['1.234', 'KWD', 1.234],
  ])('over %j %s has the number %j as its amount', async (amount, currencyCode, number) => {
    const { disputeId } = await ledger.user.dispute({ amount, currencyCode });
    const answer = await ledger.user.call('GET', `/disputes/${disputeId}`);

    expect(bodyOf<Dispute>(answer)['amount']).toBe(number);
  });

  it('has the next code of its document, however many are opened at once, and the same for a repeat', async () => {
    const keyed = (key: string) =>
      ledger.user.call('POST', '/disputes', {
        body: { documentNumber: 'INV-RACE' },
        headers: { 'idempotency-key': key },
      });
    const racing = await Promise.all(Array.from({ length: 12 }, (_, index) => keyed(`race-${index}`)));
    const codes = racing.map((answer) => bodyOf<Dispute>(answer)['disputeCode']);
    const repeats = await Promise.all(Array.from({ length: 12 }, (_, index) => keyed(`race-${index}`)));

    expect([...codes].sort()).toStrictEqual(
      Array.from({ length: 12 }, (_, index) => `D-INV-RACE-${String(index + 1).padStart(2, '0')}`),
    );
    expect(repeats.map(({ text }) => text)).toStrictEqual(racing.map(({ text }) => text));
    expect(bodyOf<Dispute>(await open({ documentNumber: 'INV-RACE' }))['disputeCode']).toBe('D-INV-RACE-13');
    expect(bodyOf<Dispute>(await open({ documentNumber: 'inv-race' }))['disputeCode']).toBe('D-inv-race-01');
  });

  it('takes no code where it is refused', async () => {
    expectRefusal(await open({ documentNumber: 'INV-GAP', reasonId: 'nowhere' }), 400);
    const headers = { 'idempotency-key': 'gap' };
    await ledger.user.call('POST', '/disputes', { body: { documentNumber: 'INV-GAP' }, headers });
    const reused = await ledger.user.call('POST', '/disputes', {
      body: { documentNumber: 'INV-GAP', poNumber: 'PO-1' },
      headers,
    });

    expectRefusal(reused, 422);
    expect(bodyOf<Dispute>(await open({ documentNumber: 'INV-GAP' }))['disputeCode']).toBe('D-INV-GAP-02');
  });

  it('is not valid while it is open or cancelled, and as its resolution says once it is closed', async () => {
    const { disputeId, isValid } = await ledger.user.dispute();
    const closed = await ledger.user.call('POST', `/disputes/${disputeId}/close`, {
      body: { resolutionCode: 'DISPVALID' },
    });

    expect([isValid, bodyOf<Dispute>(closed)['isValid']]).toStrictEqual([false, true]);
  });
});

describe('a cancelled dispute', () => {
  it('takes no resolution, and gives up the one that it had', async () => {
    await ledger.user.resolution('GIVEN-UP');
    const { disputeId } = await ledger.user.dispute();
    const assign = (resolutionCode: string) =>
      ledger.user.call('PUT', `/disputes/${disputeId}/resolution`, { body: { resolutionCode } });
    await assign('GIVEN-UP');
    const cancelled = await ledger.user.call('POST', `/disputes/${disputeId}/cancel`);

    expect(bodyOf(cancelled)).toMatchObject({ status: 2, resolutionId: null, isValid: false });
    for (const code of ['GIVEN-UP', 'DISPVALID'])
      expectRefusal(await assign(code), 409, 'The dispute is cancelled already, and takes no resolution.');
    expectRefusal(
      await ledger.user.call('POST', `/disputes/${disputeId}/close`, {
        body: { resolutionCode: 'DISPVALID' },
      }),
      409,
      'The dispute is cancelled already.',
    );
    expect((await ledger.user.call('DELETE', '/resolutions/by-code/given-up')).status).toBe(204);
  });
});
