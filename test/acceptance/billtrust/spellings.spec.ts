import { describe, expect, it } from '@jest/globals';
import { bodyOf, expectNothingAdded } from '../clients.js';
import { billtrustLedger } from './ledger.js';

const ledger = billtrustLedger();

const idFrom = async (path: string, body: object): Promise<string> => {
  const made = await ledger.user.call('POST', path, { body });
  const { resolutionId, reasonId, disputeId } = bodyOf<Record<string, string>>(made);
  return resolutionId ?? reasonId ?? disputeId ?? '';
};

const resolution = (code: string) => idFrom('/resolutions', { code });

const reason = (code: string) => idFrom('/reasons', { code, categoryCode: 'SPELLED' });

const dispute = (documentNumber: string) => idFrom('/disputes', { documentNumber });

/** Each sends the first, then the second with the same key. Both name the same. */
const SPELLINGS: Readonly<Record<string, () => Promise<readonly [string, string, string]>>> = {
  'the code of a resolution in other letters': async () => {
    await resolution('SPELLED-1');
    return ['DELETE', '/resolutions/by-code/spelled-1', '/resolutions/by-code/SPELLED-1'];
  },
  'the id of a resolution in other letters': async () => {
    const id = await resolution('SPELLED-2');
    return ['PUT', `/resolutions/${id}`, `/resolutions/${id.toUpperCase()}`];
  },
  'two codes in other letters': async () => {
    await reason('SPELLED-3');
    const path = '/categories/by-code/SPELLED/reasons/by-code/SPELLED-3';
    return ['DELETE', path, path.replaceAll('SPELLED', 'Spelled')];
  },
  'the id of a reason in other letters': async () => {
    const id = await reason('SPELLED-4');
    return ['DELETE', `/reasons/${id.toUpperCase()}`, `/reasons/${id}`];
  },
  'the id of a dispute in other letters': async () => {
    const id = await dispute('SPELLED-5');
    return ['POST', `/disputes/${id}/cancel`, `/disputes/${id.toUpperCase()}/cancel`];
  },
  'an invoice with blanks around it': async () => {
    await dispute('SPELLED-6');
    return ['POST', '/invoices/SPELLED-6/closed', '/invoices/%20SPELLED-6%20/closed'];
  },
};

describe('one thing in two spellings', () => {
  it.each(Object.entries(SPELLINGS))('is the same to an idempotency key: %s', async (name, prepare) => {
    await ledger.user.call('POST', '/categories', { body: { code: 'SPELLED' } });
    const flagged = await resolution('SPELLED-FLAG');
    await ledger.user.call('PUT', `/resolutions/${flagged}/apply-when-invoice-closed`);
    const [method, path, other] = await prepare();
    const body = method === 'DELETE' ? {} : { body: {} };
    const headers = { 'idempotency-key': name };

    const first = await ledger.user.call(method, path, { ...body, headers });
    await expectNothingAdded(ledger.running, async () => {
      const again = await ledger.user.call(method, other, { ...body, headers });
      expect([again.status, again.text, again.headers.get('idempotency-replayed')]).toStrictEqual([
        first.status,
        first.text,
        'true',
      ]);
    });
    expect(first.status).toBeLessThan(300);
  });

  it('is the same invoice to a closing', async () => {
    const id = await dispute('SPELLED-7');

    const closed = await ledger.user.call('POST', '/invoices/%20SPELLED-7/closed');

    expect(bodyOf<{ disputeId: string }[]>(closed).map(({ disputeId }) => disputeId)).toStrictEqual([id]);
  });
});

describe('an id or a number of a dispute', () => {
  it.each(['documentNumber', 'poNumber', 'accountNumber', 'assigneeId', 'userId'])(
    'has no control characters: %s',
    async (field) => {
      for (const text of ['INV\u0000-1', 'INV\n-1', 'INV-1\u0085X']) {
        const body = { documentNumber: 'INV-1', [field]: text };
        await expectNothingAdded(ledger.running, async () => {
          const refused = await ledger.user.call('POST', '/disputes', { body });
          expect([refused.status, bodyOf<{ errors: string[] }>(refused).errors]).toStrictEqual([
            400,
            [expect.stringMatching(`^${field} must not contain control characters`)],
          ]);
        });
      }
    },
  );
});
