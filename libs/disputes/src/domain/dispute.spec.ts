import { describe, expect, it } from '@jest/globals';
import {
  audreyHenderson,
  disputeReferenced,
  institution,
  interimReport,
  karenGraham,
  reportFiled,
  resolved,
  smithDoe,
  updateRecorded,
} from '../../../../test/support/disputes.js';
import type { DisputeEvent } from './dispute-event.js';
import { evolve, unknownDispute } from './dispute.js';

const after = (...events: readonly DisputeEvent[]) => events.reduce(evolve, unknownDispute);

describe('what is remembered of a dispute', () => {
  it('is nothing before it was first heard of', () => {
    expect(after()).toStrictEqual({ kind: 'unknown' });
  });

  it('is the institution that it belongs to', () => {
    expect(after(disputeReferenced())).toStrictEqual({
      kind: 'odr',
      institution,
      status: null,
      lastReport: null,
      lastConciliation: null,
      arbitrators: [],
    });
  });

  it('is its last report and nothing of the one before', () => {
    const last = { version: 2, report: interimReport(), appointments: [resolved(smithDoe)] };
    expect(after(disputeReferenced(), reportFiled(), reportFiled(last))).toMatchObject({ lastReport: last });
  });

  it('is everybody whom any report named, once for each seat', () => {
    const first = reportFiled({ appointments: [resolved(smithDoe), resolved(karenGraham)] });
    const second = reportFiled({ appointments: [resolved(smithDoe), resolved(audreyHenderson)] });
    expect(after(disputeReferenced(), first, second)).toMatchObject({
      arbitrators: [
        { seat: 1, name: 'Smith Doe', pan: 'ABCDE1234H' },
        { seat: 2, name: 'Karen Graham', pan: 'ABCDE1234I' },
        { seat: 3, name: 'Audrey Henderson', pan: 'ABCDE1234K' },
      ],
    });
  });

  it.each(['seat', 'name', 'pan'] as const)(
    'is an arbitrator again when a later report changed the %s',
    (field) => {
      const changed = { ...smithDoe, [field]: karenGraham[field] };
      const { seat, name, pan } = changed;
      expect(
        after(
          disputeReferenced(),
          reportFiled({ appointments: [resolved(smithDoe)] }),
          reportFiled({ appointments: [resolved(changed)] }),
        ),
      ).toMatchObject({
        arbitrators: [
          { seat: 1, name: 'Smith Doe', pan: 'ABCDE1234H' },
          { seat, name, pan },
        ],
      });
    },
  );

  it('is not changed by an update', () => {
    expect(after(disputeReferenced(), reportFiled(), updateRecorded())).toStrictEqual(
      after(disputeReferenced(), reportFiled()),
    );
  });

  it('is not changed by a fact, which the report already stated', () => {
    expect(
      after(disputeReferenced(), reportFiled(), {
        type: 'AwardMade',
        data: { amount: '1', inFavourOf: 'market-participant', awardedOn: '2025-01-31' },
      }),
    ).toStrictEqual(after(disputeReferenced(), reportFiled()));
  });

  it('is nothing when a report came before the dispute was first heard of', () => {
    expect(after(reportFiled())).toStrictEqual({ kind: 'unknown' });
  });
});
