import { describe, expect, it } from '@jest/globals';
import {
  deliveryDisputeOpened,
  disputeWithdrawn,
  lifeUpTo,
  opener,
  somebodyElse,
  withdraw,
} from '../../../../../test/support/delivery-disputes.js';
import { given } from '../../../../../test/support/given-when-then.js';
import { disputeDecider } from '../dispute-decider.js';

const whereItMayBeWithdrawn = [
  'opened',
  'investigating',
  'evidence-gathered',
  'operator-responded',
  'advertiser-responded',
  'escalated',
] as const;

describe('withdrawing a delivery dispute', () => {
  it.each(whereItMayBeWithdrawn)('is for the one who opened it, when it is %s', (stage) => {
    given(disputeDecider, ...lifeUpTo[stage])
      .when(withdraw({ by: opener }))
      .then(disputeWithdrawn(stage));
  });

  it.each(whereItMayBeWithdrawn)('is for nobody else, when it is %s', (stage) => {
    given(disputeDecider, ...lifeUpTo[stage])
      .when(withdraw({ by: somebodyElse }))
      .thenRejects('not-the-opener');
  });

  it('names the opener and who asked to somebody else', () => {
    expect(
      disputeDecider.decide(
        withdraw({ by: somebodyElse }),
        lifeUpTo.opened.reduce(disputeDecider.evolve, disputeDecider.initial),
      ),
    ).toStrictEqual({
      outcome: 'rejected',
      code: 'not-the-opener',
      message: 'Only advertiser-desk, who opened the dispute, may withdraw it: not operator-desk.',
      details: { openedBy: opener, by: somebodyElse },
    });
  });

  it('is for an operator who opened it, and not for the advertiser', () => {
    const opened = deliveryDisputeOpened({ openedBy: somebodyElse, openedByRole: 'operator' });

    given(disputeDecider, opened)
      .when(withdraw({ by: somebodyElse }))
      .then(disputeWithdrawn('opened', { by: somebodyElse }));
    given(disputeDecider, opened)
      .when(withdraw({ by: opener }))
      .thenRejects('not-the-opener');
  });

  it.each(['resolved', 'withdrawn'] as const)(
    'is too late for anybody, when it is %s: that it is over comes first',
    (stage) => {
      given(disputeDecider, ...lifeUpTo[stage])
        .when(withdraw({ by: somebodyElse }))
        .thenRejects('illegal-move');
    },
  );
});
