import { type AdmittedRequest, commandContext } from '#libs/access';
import { KeyedWrite } from '#libs/event-store';
import { describe, expect, it } from '@jest/globals';
import { bodyOf, expectNothingAdded } from '../clients.js';
import { type Dispute, expectRefusal } from './clients.js';
import { billtrustLedger } from './ledger.js';

const ledger = billtrustLedger();

const OPERATION = 'POST dispute/v1/tenants/:tenantId/invoices/:documentNumber/closed';

const flagged = async (code: string): Promise<void> => {
  const { resolutionId } = await ledger.user.resolution(code);
  await ledger.user.call('PUT', `/resolutions/${resolutionId}/apply-when-invoice-closed`);
};

const openOn = async (documentNumber: string): Promise<string> =>
  (await ledger.user.dispute({ documentNumber })).disputeId;

const close = (documentNumber: string, headers: Record<string, string> = {}) =>
  ledger.user.call('POST', `/invoices/${documentNumber}/closed`, { body: {}, headers });

const statusOf = async (disputeId: string): Promise<number> =>
  bodyOf<Dispute>(await ledger.user.call('GET', `/disputes/${disputeId}`)).status;

/** Claims the request as a process does that dies before it closes anything. */
const claim = async (documentNumber: string, key: string): Promise<void> => {
  const request: AdmittedRequest = {
    principal: {
      credentialId: 'of the process that died',
      family: 'billtrust',
      tenant: 'acme',
      holder: 'user-1',
      scopes: [],
      authProfile: 'api-key',
    },
    operation: { name: OPERATION, paths: [] },
    correlationId: 'died',
    actor: { name: 'user-1' },
    parameters: { documentNumber },
    body: {},
    idempotencyKey: key,
    preconditions: undefined,
  };
  const target = { name: `invoice-acme.${documentNumber}`, noun: 'invoice' };
  await new KeyedWrite(ledger.running.ledger.store, commandContext(request, new Date()), target).begin();
};

describe('the closing of an invoice', () => {
  it('is repeated without what was opened later', async () => {
    await flagged('LATER');
    const first = await openOn('INV-LATER');
    const key = { 'idempotency-key': 'once' };
    const closed = await close('INV-LATER', key);
    const later = await openOn('INV-LATER');

    await expectNothingAdded(ledger.running, async () => {
      const again = await close('INV-LATER', key);
      expect([again.status, again.text, again.headers.get('idempotency-replayed')]).toStrictEqual([
        200,
        closed.text,
        'true',
      ]);
    });
    expect([await statusOf(first), await statusOf(later)]).toStrictEqual([1, 0]);
  });

  it('goes on where an attempt died, with what was open when that attempt began', async () => {
    await flagged('DIED');
    const before = [await openOn('INV-DIED'), await openOn('INV-DIED')];
    await claim('INV-DIED', 'died');
    const later = await openOn('INV-DIED');
    const key = { 'idempotency-key': 'died' };

    const closed = await close('INV-DIED', key);

    expect(bodyOf<Dispute[]>(closed).map(({ disputeId }) => disputeId)).toStrictEqual(before.toReversed());
    expect(closed.headers.get('idempotency-replayed')).toBeNull();
    expect(await statusOf(later)).toBe(0);
    expect((await close('INV-DIED', key)).text).toBe(closed.text);
    expectRefusal(
      await close('INV-OTHER', key),
      422,
      'The idempotency key was used before for another invoice.',
    );
  });

  it('answers with every closed dispute, more than a page of them', async () => {
    await flagged('MANY');
    for (let left = 55; left > 0; left -= 1) await openOn('INV-MANY');

    expect(bodyOf<Dispute[]>(await close('INV-MANY'))).toHaveLength(55);
  });

  it.each(['*', '"0"'])('has no state that If-Match could name: %s', async (tag) => {
    await flagged(`STATE-${tag.length}`);
    await openOn('INV-STATE');

    await expectNothingAdded(ledger.running, async () => {
      expectRefusal(await close('INV-STATE', { 'if-match': tag }), 412);
    });
  });
});
