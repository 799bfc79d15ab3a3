import { describe, expect, it } from '@jest/globals';
import {
  aaronJohnson,
  audreyHenderson,
  karenGraham,
  smithDoe,
} from '../../../../../test/support/disputes.js';
import { resolveReappointments } from './reappointment.js';

const aaron = { seat: 3, name: 'Aaron K. Johnson', pan: 'ABCDE1234J' };

const onBehalfOf = (given: string) => ({ ...audreyHenderson, onBehalfOf: given });

const pansOf = (...[appointments, known = []]: Partial<Parameters<typeof resolveReappointments>>) =>
  resolveReappointments(appointments ?? [], known).map(({ onBehalfOfPan }) => onBehalfOfPan);

describe('the predecessor of a reappointed arbitrator', () => {
  it('is nobody for a first appointment', () => {
    expect(pansOf([smithDoe, aaronJohnson], [aaron])).toStrictEqual([null, null]);
  });

  it('is found in the same report by PAN', () => {
    expect(pansOf([aaronJohnson, onBehalfOf('ABCDE1234J')])).toStrictEqual([null, 'ABCDE1234J']);
  });

  it('is found in the same report by name', () => {
    expect(pansOf([aaronJohnson, onBehalfOf('Aaron K. Johnson')])).toStrictEqual([null, 'ABCDE1234J']);
  });

  it('is found in the same report when it comes after the successor', () => {
    expect(pansOf([onBehalfOf('Aaron K. Johnson'), aaronJohnson])).toStrictEqual(['ABCDE1234J', null]);
  });

  it('is found in earlier reports by PAN', () => {
    expect(pansOf([onBehalfOf('ABCDE1234J')], [aaron])).toStrictEqual(['ABCDE1234J']);
  });

  it('is found in earlier reports by name', () => {
    expect(pansOf([onBehalfOf('Aaron K. Johnson')], [aaron])).toStrictEqual(['ABCDE1234J']);
  });

  it.each(['abcde1234j', '  ABCDE1234J ', 'aaron k. johnson', 'Aaron  K.\tJohnson'])(
    'is found whatever the case and the blanks: %j',
    (given) => {
      expect(pansOf([onBehalfOf(given)], [aaron])).toStrictEqual(['ABCDE1234J']);
    },
  );

  it('is the one on the same seat when the name is on two seats of the report', () => {
    const namesake = { ...aaronJohnson, seat: 2, pan: 'ABCDE1234Z' };
    expect(pansOf([namesake, aaronJohnson, onBehalfOf('Aaron K. Johnson')])).toStrictEqual([
      null,
      null,
      'ABCDE1234J',
    ]);
  });

  it('is the one on the same seat when earlier reports had the name on two seats', () => {
    const namesake = { ...aaron, seat: 2, pan: 'ABCDE1234Z' };
    expect(pansOf([onBehalfOf('Aaron K. Johnson')], [namesake, aaron])).toStrictEqual(['ABCDE1234J']);
  });

  it('may be on another seat when nobody on the same seat fits', () => {
    expect(pansOf([karenGraham, onBehalfOf('Karen Graham')])).toStrictEqual([null, 'ABCDE1234I']);
  });

  it('is looked for in the report before the earlier ones', () => {
    const corrected = { ...aaronJohnson, pan: 'ABCDE1234Z' };
    expect(pansOf([corrected, onBehalfOf('Aaron K. Johnson')], [aaron])).toStrictEqual([null, 'ABCDE1234Z']);
  });

  it.each(['Nobody Known', 'ABCDE1234Z', 'Aaron'])('stays unresolved when nobody is called %j', (given) => {
    expect(pansOf([aaronJohnson, onBehalfOf(given)], [aaron])).toStrictEqual([null, null]);
  });

  it('is never the same arbitrator, whether or not an earlier report named them', () => {
    const sameArbitrator = { seat: 3, name: 'Audrey Henderson', pan: 'ABCDE1234K' };
    expect(pansOf([onBehalfOf('Audrey Henderson')], [sameArbitrator])).toStrictEqual(
      pansOf([onBehalfOf('Audrey Henderson')]),
    );
  });

  it('is added and changes nothing else that was reported', () => {
    expect(resolveReappointments([aaronJohnson, audreyHenderson], [])).toStrictEqual([
      { ...aaronJohnson, onBehalfOfPan: null },
      { ...audreyHenderson, onBehalfOfPan: 'ABCDE1234J' },
    ]);
  });
});
