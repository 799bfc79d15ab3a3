import { describe, expect, it } from '@jest/globals';
import {
  arbitrationReport,
  audreyHenderson,
  interimReport,
  resolved,
  resolvedAppointments,
  smithDoe,
} from '../../../../../test/support/disputes.js';
import type { ArbitrationReport } from './arbitration-report.js';
import { droppedFacts, newFacts, type ReportedArbitration } from './report-facts.js';

const example: ReportedArbitration = { report: arbitrationReport(), appointments: resolvedAppointments };

const reporting = (overrides: Partial<ArbitrationReport>): ReportedArbitration => ({
  report: interimReport(overrides),
  appointments: [],
});

describe('the facts that a report states', () => {
  it('are none when nothing has happened', () => {
    expect(newFacts(reporting({}), null)).toStrictEqual([]);
  });

  it.each([
    [
      "the market participant's fee",
      { marketParticipantFeePaid: true, marketParticipantFeePaidOn: '2025-01-15' },
      { type: 'ArbitrationFeePaid', data: { payer: 'market-participant', paidOn: '2025-01-15' } },
    ],
    [
      "the investor's fee",
      { investorFeePaid: true, investorFeePaidOn: '2025-01-16' },
      { type: 'ArbitrationFeePaid', data: { payer: 'investor', paidOn: '2025-01-16' } },
    ],
    [
      'an award of an amount',
      { awardAmount: '2000', awardInFavourOf: 'investor', awardedOn: '2025-01-20' },
      { type: 'AwardMade', data: { amount: '2000', inFavourOf: 'investor', awardedOn: '2025-01-20' } },
    ],
    [
      'an award of no amount',
      { awardInFavourOf: 'market-participant', awardedOn: '2025-01-20' },
      {
        type: 'AwardMade',
        data: { amount: null, inFavourOf: 'market-participant', awardedOn: '2025-01-20' },
      },
    ],
    [
      'that the award was received',
      { awardReceivedOn: '2025-01-22' },
      { type: 'AwardReceived', data: { receivedOn: '2025-01-22' } },
    ],
    [
      'that the award was sent',
      { awardSentOn: '2025-01-23' },
      { type: 'AwardSent', data: { sentOn: '2025-01-23' } },
    ],
    [
      'the intention to challenge the award',
      { challengeIntended: true, challengeIntentionReceivedOn: '2025-02-01' },
      { type: 'ChallengeIntentionReceived', data: { receivedOn: '2025-02-01' } },
    ],
  ] as const)('are %s', (_, overrides, fact) => {
    expect(newFacts(reporting(overrides), null)).toStrictEqual([fact]);
  });

  it.each([
    ['fee that has a date and is not paid', { investorFeePaidOn: '2025-01-16' }],
    ['award in favour of nobody', { awardAmount: '2000', awardedOn: '2025-01-20' }],
    ['award without its day', { awardAmount: '2000', awardInFavourOf: 'investor' }],
    ['intention that has a date and is not received', { challengeIntentionReceivedOn: '2025-02-01' }],
    ['counter claim and no hearing', { counterClaimAmount: '1500.5', hearings: 3 }],
  ] as const)('are none of a %s', (_, overrides) => {
    expect(newFacts(reporting(overrides), null)).toStrictEqual([]);
  });
});

describe('the facts of a later report', () => {
  it('are none when it says the same', () => {
    expect(newFacts(example, example)).toStrictEqual([]);
  });

  it('are none when it says the same in another order', () => {
    const reordered = { ...example, appointments: [...resolvedAppointments].reverse() };
    expect(newFacts(reordered, example)).toStrictEqual([]);
  });

  it('are the reappointment when the predecessor became known', () => {
    const reappointed = (onBehalfOfPan: string | null) => ({
      report: interimReport(),
      appointments: [resolved(audreyHenderson, onBehalfOfPan)],
    });
    expect(newFacts(reappointed('ABCDE1234J'), reappointed(null))).toStrictEqual([
      {
        type: 'ArbitratorReappointed',
        data: {
          seat: 3,
          name: 'Audrey Henderson',
          pan: 'ABCDE1234K',
          appointedOn: '2025-01-21',
          onBehalfOf: 'ABCDE1234J',
          onBehalfOfPan: 'ABCDE1234J',
        },
      },
    ]);
  });

  it('are all facts of an arbitrator whose name was corrected', () => {
    const named = (name: string) => ({
      report: interimReport(),
      appointments: [resolved({ ...smithDoe, name })],
    });
    expect(newFacts(named('Smith Doe'), named('Smith Do')).map(({ type }) => type)).toStrictEqual([
      'ArbitratorAppointed',
      'ArbitratorAccepted',
    ]);
  });

  it('are none when only an approval changed, which is a statement and no fact', () => {
    const unapproved = { ...example, appointments: [resolved({ ...smithDoe, isApproved: false })] };
    const approved = { ...example, appointments: [resolved(smithDoe)] };
    expect(newFacts(approved, unapproved)).toStrictEqual([]);
  });
});

describe('the facts that a later report dropped', () => {
  it('are none of a first report', () => {
    expect(droppedFacts(example, null)).toStrictEqual([]);
  });

  it('are none when it states them differently', () => {
    const changed = {
      ...example,
      report: arbitrationReport({ awardAmount: '1', awardSentOn: '2025-01-24' }),
    };
    expect(droppedFacts(changed, example)).toStrictEqual([]);
  });

  it("distinguish one party's fee from the other's", () => {
    const fees = (payer: 'marketParticipant' | 'investor') =>
      reporting({ [`${payer}FeePaid`]: true, [`${payer}FeePaidOn`]: '2025-01-15' });
    expect(droppedFacts(fees('investor'), fees('marketParticipant'))).toStrictEqual([
      { type: 'ArbitrationFeePaid', data: { payer: 'market-participant', paidOn: '2025-01-15' } },
    ]);
  });

  it('are those of an arbitrator whom it no longer names', () => {
    const withoutSmith = { ...example, appointments: resolvedAppointments.slice(1) };
    expect(droppedFacts(withoutSmith, example)).toStrictEqual([
      {
        type: 'ArbitratorAppointed',
        data: { seat: 1, name: 'Smith Doe', pan: 'ABCDE1234H', appointedOn: '2025-01-15' },
      },
      {
        type: 'ArbitratorAccepted',
        data: { seat: 1, name: 'Smith Doe', pan: 'ABCDE1234H', acceptedOn: '2025-01-20' },
      },
    ]);
  });

  it('are those on the old seat when an arbitrator moved to another', () => {
    const onSeat = (seat: number) => ({
      report: interimReport(),
      appointments: [resolved({ ...smithDoe, seat, acceptedOn: null })],
    });
    expect(droppedFacts(onSeat(2), onSeat(1))).toMatchObject([
      { type: 'ArbitratorAppointed', data: { seat: 1 } },
    ]);
  });
});
