import { describe, expect, it } from '@jest/globals';
import {
  aaronJohnson,
  arbitrationReport,
  audreyHenderson,
  interimReport,
  karenGraham,
  resolved,
  resolvedAppointments,
  smithDoe,
} from '../../../../../test/support/disputes.js';
import type { ArbitrationReport, ResolvedAppointment, WarningCode } from './arbitration-report.js';
import type { ReportedArbitration } from './report-facts.js';
import { warningsOf } from './report-warnings.js';

const interim = (...appointments: readonly ResolvedAppointment[]): ReportedArbitration => ({
  report: interimReport(),
  appointments,
});

const reporting = (overrides: Partial<ArbitrationReport>): ReportedArbitration => ({
  report: arbitrationReport(overrides),
  appointments: [resolved(smithDoe)],
});

const codesOf = (
  current: ReportedArbitration,
  last: ReportedArbitration | null = null,
): readonly WarningCode[] => warningsOf(current, last).map(({ code }) => code);

describe('the warnings of a report', () => {
  it("are two for the vendor's example", () => {
    const example = { report: arbitrationReport(), appointments: resolvedAppointments };
    expect(warningsOf(example, null)).toStrictEqual([
      {
        code: 'ARBITRATOR_TYPE_MISMATCH',
        message: 'The tribunal is said to be a sole arbitrator, but 3 seats are occupied.',
      },
      {
        code: 'APPOINTED_AFTER_AWARD',
        message:
          'An arbitrator on seat 3 was appointed on 2025-01-21 and accepted on 2025-01-25, after the award of 2025-01-20.',
      },
    ]);
  });

  it('are none for a report without contradictions', () => {
    expect(warningsOf(reporting({}), null)).toStrictEqual([]);
  });

  it('never name a person or a PAN', () => {
    const last = { report: arbitrationReport(), appointments: resolvedAppointments };
    const current = interim(resolved({ ...audreyHenderson, onBehalfOf: 'Jack Doe' }), resolved(karenGraham));
    const text = warningsOf(current, last)
      .map(({ message }) => message)
      .join('\n');

    expect(text).toContain('seat 3');
    expect(text).not.toMatch(/ABCDE|Henderson|Graham|Johnson|Doe/);
  });
});

describe('a sole arbitrator', () => {
  it('does not fit two occupied seats', () => {
    expect(codesOf(interim(resolved(smithDoe), resolved(karenGraham)))).toStrictEqual([
      'ARBITRATOR_TYPE_MISMATCH',
    ]);
  });

  it('fits two seats of which one was rejected', () => {
    expect(codesOf(interim(resolved(smithDoe), resolved(aaronJohnson)))).toStrictEqual([]);
  });

  it('fits one seat that was handed on', () => {
    const handedOn = interim(resolved(aaronJohnson), resolved(audreyHenderson, 'ABCDE1234J'));
    expect(codesOf(handedOn)).toStrictEqual([]);
  });

  it('counts a seat that two hold once', () => {
    expect(codesOf(interim(resolved(smithDoe), resolved({ ...karenGraham, seat: 1 })))).toStrictEqual([]);
  });

  it('is no matter where the tribunal is a panel', () => {
    const report = interimReport({ tribunal: 'panel' });
    expect(codesOf({ report, appointments: [resolved(smithDoe), resolved(karenGraham)] })).toStrictEqual([]);
  });
});

describe('an arbitrator who came after the award', () => {
  const withAward = (appointment: ResolvedAppointment): ReportedArbitration => ({
    report: arbitrationReport({ awardedOn: '2025-01-20' }),
    appointments: [appointment],
  });

  it.each([
    ['was appointed after it', { appointedOn: '2025-01-21', acceptedOn: null }],
    ['accepted after it', { appointedOn: '2025-01-15', acceptedOn: '2025-01-21' }],
  ])('is warned of when the arbitrator %s', (_, days) => {
    expect(codesOf(withAward(resolved({ ...smithDoe, ...days })))).toStrictEqual(['APPOINTED_AFTER_AWARD']);
  });

  it('is called appointed, not accepted, before they accept', () => {
    const current = withAward(resolved({ ...smithDoe, appointedOn: '2025-01-21', acceptedOn: null }));
    expect(warningsOf(current, null)).toStrictEqual([
      {
        code: 'APPOINTED_AFTER_AWARD',
        message: 'An arbitrator on seat 1 was appointed on 2025-01-21, after the award of 2025-01-20.',
      },
    ]);
  });

  it('is not one who accepted on the day of the award', () => {
    expect(codesOf(withAward(resolved({ ...smithDoe, acceptedOn: '2025-01-20' })))).toStrictEqual([]);
  });

  it('is nobody before there is an award', () => {
    expect(codesOf(interim(resolved({ ...smithDoe, appointedOn: '2099-01-01' })))).toStrictEqual([]);
  });
});

describe('a reappointment', () => {
  it('is warned of when nobody is known by the name or PAN that was given', () => {
    expect(
      warningsOf(interim(resolved({ ...audreyHenderson, onBehalfOf: 'Nobody Known' })), null),
    ).toStrictEqual([
      {
        code: 'REAPPOINTMENT_UNRESOLVED',
        message: 'Nobody is known by the name or PAN on whose behalf the arbitrator on seat 3 was appointed.',
      },
    ]);
  });

  it('is no contradiction when the predecessor was found', () => {
    expect(codesOf(interim(resolved(audreyHenderson, 'ABCDE1234J')))).toStrictEqual([]);
  });
});

describe('a fee', () => {
  it.each([
    ['market participant', { marketParticipantFeePaid: false, marketParticipantFeePaidOn: '2025-01-15' }],
    ['investor', { investorFeePaid: false, investorFeePaidOn: '2025-01-15' }],
  ] as const)("is warned of when the %s's has a date and is not paid", (payer, fee) => {
    expect(warningsOf(reporting(fee), null)).toStrictEqual([
      {
        code: 'FEE_DATE_WITHOUT_PAYMENT',
        message: `The ${payer}'s fee has the date 2025-01-15 but is said not to be paid.`,
      },
    ]);
  });
});

describe('the days of an award', () => {
  it.each([
    ['received before it is made', ['2025-01-20', '2025-01-19', '2025-01-23']],
    ['sent before it is received', ['2025-01-20', '2025-01-22', '2025-01-21']],
    ['sent before it is made, with no day of receipt', ['2025-01-20', null, '2025-01-19']],
  ])('are out of order when it is %s', (_, [made = null, received = null, sent = null]) => {
    const days = { awardedOn: made, awardReceivedOn: received, awardSentOn: sent };
    expect(codesOf(reporting(days))).toStrictEqual(['AWARD_DATES_OUT_OF_ORDER']);
  });

  it('are named by the warning in the order in which they were expected', () => {
    const days = { awardedOn: '2025-01-20', awardReceivedOn: '2025-01-22', awardSentOn: '2025-01-21' };
    expect(warningsOf(reporting(days), null)[0]?.message).toBe(
      'The award is expected to be made, received and sent in this order, but the days are 2025-01-20, 2025-01-22, 2025-01-21.',
    );
  });

  it('may all be the same day', () => {
    const days = { awardedOn: '2025-01-20', awardReceivedOn: '2025-01-20', awardSentOn: '2025-01-20' };
    expect(codesOf(reporting(days))).toStrictEqual([]);
  });
});

describe('an intention to challenge the award', () => {
  it('is warned of when it has a date and is not received', () => {
    expect(warningsOf(reporting({ challengeIntentionReceivedOn: '2025-02-01' }), null)).toStrictEqual([
      {
        code: 'INTENTION_DATE_WITHOUT_INTENTION',
        message: 'An intention to challenge has the date 2025-02-01 but is said not to be received.',
      },
    ]);
  });

  it('is no contradiction when it is received on its date', () => {
    const intention = { challengeIntended: true, challengeIntentionReceivedOn: '2025-02-01' };
    expect(codesOf(reporting(intention))).toStrictEqual([]);
  });
});

describe('a fact that the report before stated', () => {
  const last = interim(resolved(smithDoe));

  it('is warned of with its seat when this report is silent about it', () => {
    expect(warningsOf(interim(resolved({ ...smithDoe, acceptedOn: null })), last)).toStrictEqual([
      {
        code: 'EARLIER_FACT_NOT_REPEATED',
        message: 'The report before told of ArbitratorAccepted on seat 1; this one does not.',
      },
    ]);
  });

  it('is no contradiction when this report states it differently', () => {
    expect(codesOf(interim(resolved({ ...smithDoe, acceptedOn: '2025-01-19' })), last)).toStrictEqual([]);
  });
});
