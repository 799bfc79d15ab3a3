import { beforeAll, describe, expect, it } from '@jest/globals';
import { bodyOf, expectNothingAdded } from '../clients.js';
import { expectRefusal, type Reason } from './clients.js';
import { type Known, knownConfiguration } from './known-configuration.js';
import { billtrustLedger } from './ledger.js';

const ledger = billtrustLedger();
let known: Known;

beforeAll(async () => {
  known = await knownConfiguration(ledger.user);
});

const open = (fields: object) =>
  ledger.user.call('POST', '/disputes', { body: { documentNumber: 'INV-789', ...fields } });

describe('references that contradict each other', () => {
  const cases: readonly [string, (of: Known) => object, readonly string[]][] = [
    [
      'a reason and codes that nothing has',
      ({ damaged }) => ({ reasonId: damaged.reasonId, categoryCode: 'NOPE', reasonCode: 'ZZ' }),
      [
        'categoryCode NOPE is no category of the tenant',
        'reasonId and reasonCode name different reasons; the code of reasonId is DAMAGED',
      ],
    ],
    [
      'a reason and another category by its code',
      ({ damaged }) => ({ reasonId: damaged.reasonId, categoryCode: 'TAXES' }),
      ['reasonId is no reason of the category TAXES that categoryId or categoryCode names'],
    ],
    [
      'a reason and another category by its id',
      ({ damaged, taxes }) => ({ reasonId: damaged.reasonId, categoryId: taxes }),
      ['reasonId is no reason of the category TAXES that categoryId or categoryCode names'],
    ],
    [
      'a reason and the code of another in its category',
      ({ damaged }) => ({ reasonId: damaged.reasonId, reasonCode: 'BROKEN' }),
      ['reasonId and reasonCode name different reasons; the code of reasonId is DAMAGED'],
    ],
    [
      'two categories',
      ({ shipping }) => ({ categoryId: shipping, categoryCode: 'TAXES', reasonCode: 'WRONG' }),
      ['categoryId and categoryCode name different categories'],
    ],
    [
      'a code of another category',
      () => ({ categoryCode: 'SHIPPING', reasonCode: 'WRONG' }),
      ['reasonCode WRONG is no reason of category SHIPPING'],
    ],
    [
      'an unknown reason beside a known one',
      () => ({ reasonId: 'nowhere', categoryCode: 'SHIPPING', reasonCode: 'DAMAGED' }),
      ['reasonId nowhere is no reason of the tenant'],
    ],
    [
      'a category alone',
      () => ({ categoryCode: 'SHIPPING' }),
      ['reasonId or reasonCode is required beside categoryCode'],
    ],
    [
      'a reason code alone',
      () => ({ reasonCode: 'DAMAGED' }),
      ['reasonCode needs a categoryCode or categoryId beside it, as codes are unique within a category only'],
    ],
  ];

  it.each(cases)('are refused by name: %s', async (_, fieldsOf, errors) => {
    const fields = fieldsOf(known);
    const { disputeId } = await ledger.user.dispute();
    await expectNothingAdded(ledger.running, async () => {
      expectRefusal(await open(fields), 400, ...errors);
      expectRefusal(
        await ledger.user.call('PUT', `/disputes/${disputeId}/reason`, { body: fields }),
        400,
        ...errors,
      );
    });
  });

  it.each(['resolution', 'close'])('are refused for a resolution: %s', async (act) => {
    const { disputeId } = await ledger.user.dispute();
    const method = act === 'close' ? 'POST' : 'PUT';
    const send = (body: object) => ledger.user.call(method, `/disputes/${disputeId}/${act}`, { body });
    const { resolutionId } = known;
    await expectNothingAdded(ledger.running, async () => {
      expectRefusal(
        await send({ resolutionId, resolutionCode: 'REJECTED' }),
        400,
        'resolutionId and resolutionCode name different resolutions',
      );
      expectRefusal(
        await send({ resolutionId, resolutionCode: 'NOPE' }),
        400,
        'resolutionCode NOPE is no resolution of the tenant',
      );
      expectRefusal(
        await send({ resolutionId: 'nowhere', resolutionCode: 'DISPVALID' }),
        400,
        'resolutionId nowhere is no resolution of the tenant',
      );
    });
    expect((await send({ resolutionId, resolutionCode: 'dispvalid' })).status).toBe(200);
  });

  it('are accepted where all of them agree', async () => {
    const { reasonId } = known.damaged;
    const body = { reasonId, categoryId: known.shipping, categoryCode: 'shipping', reasonCode: 'damaged' };

    expect((await open(body)).status).toBe(201);
    expect((await open({ categoryId: known.shipping, reasonCode: 'DAMAGED' })).status).toBe(201);
  });
});

describe('an external reason', () => {
  it('is checked, replaced, and keeps itself and its category from deletion', async () => {
    const { categoryId } = await ledger.user.category('PORTAL');
    const [first, second] = [
      await ledger.user.reason('FIRST', { categoryId, visibility: 'External' }),
      await ledger.user.reason('SECOND', { categoryId, visibility: 'All' }),
    ];
    const { disputeId } = await ledger.user.dispute({ externalReasonId: first.reasonId });
    const path = `/disputes/${disputeId}/external-reason`;
    const remove = ({ reasonId }: Reason) => ledger.user.call('DELETE', `/reasons/${reasonId}`);

    expectRefusal(
      await remove(first),
      409,
      'Reason FIRST is linked to 1 dispute(s). Reassign them before deleting.',
    );
    const { reasonId: internalId } = known.damaged;
    expectRefusal(
      await ledger.user.call('PUT', path, { body: { externalReasonId: internalId } }),
      400,
      `externalReasonId ${internalId} is an internal reason; its visibility must be External or All`,
    );
    const replaced = await ledger.user.call('PUT', path, {
      body: { externalReasonId: second.reasonId, externalReasonCategoryId: categoryId },
    });
    expect(bodyOf(replaced)).toMatchObject({ externalReasonId: second.reasonId });
    expect([(await remove(first)).status, (await remove(second)).status]).toStrictEqual([204, 409]);
    expectRefusal(
      await ledger.user.call('DELETE', `/categories/${categoryId}`),
      409,
      'Category PORTAL has 1 reason(s). Delete them or move them before deleting.',
    );
  });

  it('must be of the category that is named beside it', async () => {
    expectRefusal(
      await open({ externalReasonId: known.buyers.reasonId, externalReasonCategoryId: known.taxes }),
      400,
      'externalReasonId is no reason of the category that externalReasonCategoryId names',
    );
    expectRefusal(
      await open({ externalReasonCategoryId: known.taxes }),
      400,
      'externalReasonId is required beside externalReasonCategoryId',
    );
  });
});
