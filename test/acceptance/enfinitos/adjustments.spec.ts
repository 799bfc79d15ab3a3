import { describe, expect, it } from '@jest/globals';
import { type Answer, bodyOf, readerOf, recordedAfter } from '../clients.js';
import { auditorKey } from '../../support/running-ledger.js';
import { disputeOf, expectRefusal } from './clients.js';
import { enfinitosLedger } from './ledger.js';

const ledger = enfinitosLedger();

/** Sends the adjustment as JSON text: an object of JavaScript could not have some of its names. */
const adjust = async (settlementAdjustment: string): Promise<Answer> => {
  const { id } = await ledger.developer.reach('ESCALATED');
  return ledger.developer.post(
    `/${id}/resolve`,
    `{"kind":"SETTLEMENT_ADJUSTMENT","settlementAdjustment":${settlementAdjustment}}`,
  );
};

describe("a party with a name of JavaScript's own", () => {
  it.each([
    'constructor',
    'valueOf',
    'toString',
    'hasOwnProperty',
    'isPrototypeOf',
    'propertyIsEnumerable',
    'then',
    'toJSON',
    'prototype',
    '__defineGetter__',
  ])('is kept like any: %s', async (party) => {
    const head = await ledger.running.ledger.store.headPosition();
    const answer = await adjust(`{"advertiser":-500,"${party}":500}`);
    const events = await recordedAfter(ledger.running, head);

    expect(answer.status).toBe(200);
    // As text: `toStrictEqual` would not tell an own member from an inherited one of the same name.
    expect(answer.text).toContain(`"adjustments":{"advertiser":"-500","${party}":"500"}`);
    expect(JSON.stringify(events.at(-1)?.data)).toContain(
      `"adjustments":{"advertiser":"-500","${party}":"500"}`,
    );
  });

  it('is never dropped, if it is that of a prototype', async () => {
    const { status, text } = await adjust('{"advertiser":-500,"__proto__":500}');

    expect([status, text.includes('"adjustments"')]).toStrictEqual([400, false]);
  });

  it('is read by the auditor, too', async () => {
    const { id } = disputeOf(await adjust('{"constructor":500,"valueOf":-500}'));
    const read = readerOf(ledger.running, await auditorKey(ledger.running));
    const position = String(await ledger.running.ledger.store.headPosition());
    const answer = await read(`/ledger/disputes/acme/${id}/timeline`, { 'ledger-min-position': position });

    expect(answer.text).toContain('constructor 500 cents, valueOf -500 cents');
  });
});

describe('the parties of an adjustment', () => {
  it.each([
    ['{"  ":100}', '  ', /1 to 64 characters/],
    ['{"a\\nb":100}', 'a\nb', /control characters/],
    ['{"Operator":1,"operator":2}', 'operator', /"Operator" and "operator"/],
    ['{"operator":1," operator ":2}', ' operator ', /" operator "/],
    ['{"operator":1,"operator\\t":2}', 'operator\t', /twice/],
  ])('are refused by name: %s', async (adjustment, party, message) => {
    expectRefusal(await adjust(adjustment), 400, {
      code: 'VALIDATION_ERROR',
      details: [{ path: `/settlementAdjustment/${party}`, message: expect.stringMatching(message) }],
    });
  });

  it('are kept without blanks around them, in the order in which they were sent', async () => {
    const answer = await adjust('{" zeta ":1,"alpha":-9007199254740991}');

    expect(answer.text).toContain('"adjustments":{"zeta":"1","alpha":"-9007199254740991"}');
  });

  it.each(['1e400', '9007199254740992', '-0.5', '"5"', 'true', 'null', '[]', '{}'])(
    'have whole cents that a number can hold, and not %s',
    async (cents) => {
      const answer = await adjust(`{"operator":${cents}}`);

      expect(answer.status).toBe(400);
    },
  );
});

describe('the answer to an adjustment', () => {
  it('names no adjustment that was not made, and the application that was to be adjusted', async () => {
    const { id } = await ledger.developer.reach('ESCALATED');
    const answer = await ledger.developer.post(`/${id}/resolve`, {
      kind: 'SETTLEMENT_ADJUSTMENT',
      settlementAdjustment: { operator: -500 },
      originalApplicationId: 'application-1',
    });
    const dispute = disputeOf(answer);

    expect(bodyOf(answer)).toMatchObject({
      data: { overrideApplied: false, overrideSkipped: 'settlement-not-kept-here' },
    });
    expect(dispute['resolution']).toStrictEqual({
      kind: 'SETTLEMENT_ADJUSTMENT',
      adjustments: { operator: '-500' },
      originalApplicationId: 'application-1',
      resolvedAt: dispute['updatedAt'],
      resolvedBy: 'developer-1',
    });
    expect(disputeOf(await ledger.developer.get(`/${id}`))).toStrictEqual(dispute);
  });
});
