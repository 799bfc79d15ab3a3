import { describe, expect, it } from '@jest/globals';
import { expectNothingAdded } from '../clients.js';
import { disputeOf, expectRefusal, openingExample } from './clients.js';
import { enfinitosLedger } from './ledger.js';

const ledger = enfinitosLedger();

describe.each(['escalate', 'withdraw'])('the optional body of %s', (route) => {
  const openedInOwnName = async (): Promise<string> =>
    disputeOf(await ledger.developer.post('', { ...openingExample, openedBy: undefined })).id;

  it.each(['"yes"', '[]', '[{"actor":"developer-1"}]', '7', 'true'])(
    'is refused when it is not an object: %s',
    async (body) => {
      const id = await openedInOwnName();

      await expectNothingAdded(ledger.running, async () => {
        expectRefusal(await ledger.developer.post(`/${id}/${route}`, body), 400, {
          code: 'VALIDATION_ERROR',
          details: [{ path: '', message: 'The body must be a JSON object' }],
        });
      });
    },
  );

  it.each([undefined, '', 'null', '{}', '{"actor":null,"notes":null}'])('may be %s', async (body) => {
    const id = await openedInOwnName();

    expect((await ledger.developer.post(`/${id}/${route}`, body)).status).toBe(200);
  });
});

describe('an adjustment of settlements', () => {
  const adjust = async (settlementAdjustment: object) => {
    const { id } = await ledger.developer.reach('ESCALATED');
    return ledger.developer.post(`/${id}/resolve`, { kind: 'SETTLEMENT_ADJUSTMENT', settlementAdjustment });
  };

  it.each([
    ['has no name', '', '/settlementAdjustment/'],
    ['has a name of 65 characters', 'x'.repeat(65), `/settlementAdjustment/${'x'.repeat(65)}`],
  ])('is refused for a party that %s', async (_, party, path) => {
    const answer = await adjust({ [party]: 100 });

    expectRefusal(answer, 400, {
      code: 'VALIDATION_ERROR',
      details: [{ path, message: 'a party of settlementAdjustment must have 1 to 64 characters' }],
    });
  });

  it('names the party whose cents are not a whole number by a JSON pointer, whatever its name', async () => {
    expectRefusal(await adjust({ 'owner/~a.b': 0.5 }), 400, {
      code: 'VALIDATION_ERROR',
      details: [
        {
          path: '/settlementAdjustment/owner~1~0a.b',
          message: 'settlementAdjustment.owner/~a.b must be a whole number of cents, as in -500',
        },
      ],
    });
  });

  it.each([
    [100, 200],
    [101, 400],
  ])('of %i parties is answered with %i', async (parties, status) => {
    const entries = Array.from({ length: parties }, (_, party) => [`party-${party}`, party] as const);

    expect((await adjust(Object.fromEntries(entries))).status).toBe(status);
  });
});
