import { describe, expect, it } from '@jest/globals';
import { auditorKey } from '../../support/running-ledger.js';
import { after, bodyOf, expectNothingAdded, readerOf } from '../clients.js';
import { type Dispute, expectRefusal, type Resolution, type User } from './clients.js';
import { billtrustLedger } from './ledger.js';

const ledger = billtrustLedger();

const flaggedIds = async (of: User): Promise<readonly string[]> =>
  bodyOf<Resolution[]>(await of.call('GET', '/resolutions'))
    .filter(({ applyWhenInvoiceClosed }) => applyWhenInvoiceClosed)
    .map(({ resolutionId }) => resolutionId);

describe('a resolution', () => {
  it('that is posted twice exists once, and is found by its code in any letter case', async () => {
    const first = await ledger.user.call('POST', '/resolutions', { body: { code: 'dispvalid' } });
    const second = await ledger.user.call('POST', '/resolutions', {
      body: { code: 'DispValid', active: true },
    });
    const found = await ledger.user.call('GET', '/resolutions/by-code/dispvalid');

    expect([first.status, second.status, found.status]).toStrictEqual([201, 201, 200]);
    expect(bodyOf(found)).toMatchObject({ code: 'DISPVALID', active: true });
    expect(new Set([first, second, found].map((one) => bodyOf<Resolution>(one).resolutionId)).size).toBe(1);
  });

  it('takes the flag for closed invoices away from any other', async () => {
    const [a, b] = [await ledger.user.resolution('FLAG-A'), await ledger.user.resolution('FLAG-B')];
    await ledger.user.call('PUT', `/resolutions/${a.resolutionId}/apply-when-invoice-closed`);
    const answer = await ledger.user.call('PUT', `/resolutions/${b.resolutionId}/apply-when-invoice-closed`);

    expect([answer.status, bodyOf<Resolution>(answer).applyWhenInvoiceClosed]).toStrictEqual([200, true]);
    expect(await flaggedIds(ledger.user)).toStrictEqual([b.resolutionId]);
  });

  it('cannot be deleted while a dispute is linked, only once it was reassigned', async () => {
    const [linked, other] = [await ledger.user.resolution('LINKED'), await ledger.user.resolution('OTHER')];
    const { disputeId } = await ledger.user.dispute();
    const path = `/disputes/${disputeId}/resolution`;
    await ledger.user.call('PUT', path, { body: { resolutionCode: 'linked' } });

    expectRefusal(
      await ledger.user.call('DELETE', `/resolutions/${linked.resolutionId}`),
      409,
      'Resolution LINKED is linked to 1 dispute(s). Reassign them before deleting.',
    );
    await ledger.user.call('PUT', path, { body: { resolutionId: other.resolutionId } });
    expect((await ledger.user.call('DELETE', '/resolutions/by-code/linked')).status).toBe(204);
    expectRefusal(await ledger.user.call('GET', '/resolutions/by-code/linked'), 404);
  });

  it('exists once, however many post it at the same time', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        ledger.user.call('POST', '/resolutions', { body: { code: 'MANY', description: `from ${index}` } }),
      ),
    );

    expect(answers.map(({ status }) => status)).toStrictEqual(answers.map(() => 201));
    expect(new Set(answers.map((one) => bodyOf<Resolution>(one).resolutionId)).size).toBe(1);
    // All of them get back what they wrote, not what somebody else wrote after them.
    expect(answers.map((one) => bodyOf<Resolution>(one)['description'])).toStrictEqual(
      answers.map((_, index) => `from ${index}`),
    );
  });

  it('gets the same bytes again for the same idempotency key', async () => {
    const keyed = { body: { code: 'KEYED', active: true }, headers: { 'idempotency-key': 'key-1' } };
    const first = await ledger.user.call('POST', '/resolutions', keyed);
    await ledger.user.resolution('KEYED', { active: false });
    const again = await ledger.user.call('POST', '/resolutions', keyed);

    expect([again.status, again.text]).toStrictEqual([first.status, first.text]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expectRefusal(await ledger.user.call('POST', '/resolutions', { ...keyed, body: { code: 'KEYED' } }), 422);
  });

  it('does not take the key of a flag on another one for its own', async () => {
    const [a, b] = [await ledger.user.resolution('KEY-A'), await ledger.user.resolution('KEY-B')];
    const headers = { 'idempotency-key': 'flag' };
    await ledger.user.call('PUT', `/resolutions/${a.resolutionId}/apply-when-invoice-closed`, { headers });
    const other = await ledger.user.call('PUT', `/resolutions/${b.resolutionId}/apply-when-invoice-closed`, {
      headers,
    });

    expectRefusal(other, 422);
    expect(await flaggedIds(ledger.user)).toStrictEqual([a.resolutionId]);
  });

  it('is changed only in the revision that its writer has seen', async () => {
    const { resolutionId } = await ledger.user.resolution('SEEN');
    const etag = (await ledger.user.call('GET', `/resolutions/${resolutionId}`)).headers.get('etag') ?? '';
    const change = (active: boolean) =>
      ledger.user.call('PUT', `/resolutions/${resolutionId}`, {
        body: { active },
        headers: { 'if-match': etag },
      });

    expect((await change(true)).status).toBe(200);
    expectRefusal(await change(false), 412);
  });
});

describe('a reason', () => {
  it.each([
    ['its id', (id: string) => ({ categoryId: id }), 201],
    ['its code', () => ({ categoryCode: 'goods' }), 201],
    ['both', (id: string) => ({ categoryId: id, categoryCode: 'GOODS' }), 201],
    ['nothing', () => ({}), 400],
    ['two that disagree', (id: string) => ({ categoryId: id, categoryCode: 'TAXES' }), 400],
  ])('names its category by %s', async (_, named, status) => {
    const { categoryId } = await ledger.user.category('GOODS');
    await ledger.user.category('TAXES');
    const body = { code: 'BROKEN', ...named(categoryId) };

    expect((await ledger.user.call('POST', '/reasons', { body })).status).toBe(status);
  });

  it('names it on an update too', async () => {
    const { categoryId } = await ledger.user.category('GOODS');
    const { reasonId } = await ledger.user.reason('LATE', { categoryId });
    const body = { description: 'Too late' };

    expectRefusal(await ledger.user.call('PUT', `/reasons/${reasonId}`, { body }), 400);
    const updated = await ledger.user.call('PUT', `/reasons/${reasonId}`, { body: { ...body, categoryId } });
    expect(bodyOf(updated)).toMatchObject({ reasonId, description: 'Too late', categoryId });
  });

  it('cannot be deleted while a dispute names it', async () => {
    const { categoryId } = await ledger.user.category('GOODS');
    const { reasonId } = await ledger.user.reason('USED', { categoryId });
    await ledger.user.dispute({ reasonId });

    expectRefusal(await ledger.user.call('DELETE', '/categories/by-code/goods/reasons/by-code/used'), 409);
    expect((await ledger.user.call('GET', `/reasons/${reasonId}`)).status).toBe(200);
  });
});

describe('an invoice that is closed', () => {
  it('closes its open disputes, once, with text and validity as they were then', async () => {
    const flagged = await ledger.user.resolution('PAID', { description: 'Paid in full', isValid: true });
    await ledger.user.call('PUT', `/resolutions/${flagged.resolutionId}/apply-when-invoice-closed`);
    const open = [
      await ledger.user.dispute({ documentNumber: 'INV-7' }),
      await ledger.user.dispute({ documentNumber: 'INV-7' }),
    ];
    const cancelled = await ledger.user.dispute({ documentNumber: 'INV-7' });
    await ledger.user.call('POST', `/disputes/${cancelled.disputeId}/cancel`);

    const closed = await ledger.user.call('POST', '/invoices/INV-7/closed');
    await ledger.user.resolution('PAID', { description: 'Changed later' });
    await expectNothingAdded(ledger.running, async () => {
      expect((await ledger.user.call('POST', '/invoices/INV-7/closed')).text).toBe(closed.text);
    });

    const ids = (disputes: readonly Dispute[]) => disputes.map(({ disputeId }) => disputeId).sort();
    expect(closed.status).toBe(200);
    expect(ids(bodyOf<Dispute[]>(closed))).toStrictEqual(ids(open));
    const reader = readerOf(ledger.running, await auditorKey(ledger.running));
    const list = await reader('/ledger/resolutions?tenant=acme&code=PAID', after(closed));
    expect(bodyOf<{ resolutions: object[] }>(list).resolutions).toMatchObject([
      { code: 'PAID', text: 'Paid in full', isValid: true, outcome: 'invoice-closed', scheme: 'billtrust' },
      { code: 'PAID', text: 'Paid in full', isValid: true, outcome: 'invoice-closed', scheme: 'billtrust' },
    ]);
    const view = await reader(`/ledger/disputes/acme/${open[0]?.disputeId}`);
    expect(bodyOf(view)).toMatchObject({ status: 'resolved', stage: 'closed', scheme: 'billtrust' });
    const timeline = await reader(`/ledger/disputes/acme/${open[0]?.disputeId}/timeline`);
    expect(timeline.text).toContain('closed the dispute as valid, as the invoice was closed: PAID');
  });
});

describe('a refused change of a dispute', () => {
  it.each([
    { path: '/disputes/none/resolution', body: { resolutionCode: 'DISPVALID' }, status: 404 },
    { path: '/disputes/:id/resolution', body: { resolutionCode: 'NONE' }, status: 400 },
    { path: '/disputes/:id/resolution', body: {}, status: 400 },
    { path: '/disputes/:id/reason', body: { categoryCode: 'GOODS' }, status: 400 },
  ])('adds nothing: %j', async ({ path, body, status }) => {
    const { disputeId } = await ledger.user.dispute();
    await expectNothingAdded(ledger.running, async () => {
      expectRefusal(await ledger.user.call('PUT', path.replace(':id', disputeId), { body }), status);
    });
  });

  it('adds nothing when the dispute has the resolution already', async () => {
    const { disputeId } = await ledger.user.dispute();
    const assign = () =>
      ledger.user.call('PUT', `/disputes/${disputeId}/resolution`, { body: { resolutionCode: 'DISPVALID' } });
    await assign();
    await expectNothingAdded(ledger.running, async () => {
      expect((await assign()).status).toBe(200);
    });
  });
});
