import { describe, expect, it } from '@jest/globals';
import { recordStatus, statusReported } from '../../../../../test/support/dispute-statuses.js';
import {
  disputeReferenced,
  otherInstitution,
  recordArbitrationReport,
  recordUpdate,
  reportFiled,
  interimReport,
  updateRecorded,
} from '../../../../../test/support/disputes.js';
import { given } from '../../../../../test/support/given-when-then.js';
import { disputeDecider } from '../dispute-decider.js';
import type { DisputeEvent } from '../dispute-event.js';
import type { WarningCode } from './arbitration-report.js';
import type { OdrStatus } from './odr-status.js';
import type { Proceeding } from './proceeding.js';

const referenced = disputeReferenced({ disputeId: 'MII-INV-2024-01-781096', proceeding: 'conciliation' });

const decided = (history: readonly DisputeEvent[], status: OdrStatus, proceeding = proceedingOf(status)) => {
  const state = history.reduce(disputeDecider.evolve, disputeDecider.initial);
  const decision = disputeDecider.decide(recordStatus({ status, proceeding }), state);
  if (decision.outcome === 'rejected') throw new Error(decision.message);
  return decision.events;
};

const proceedingOf = (status: OdrStatus): Proceeding =>
  status.startsWith('ARB') ? 'arbitration' : 'conciliation';

/** The warnings of the last status, reported after the others. */
const codesOf = (...statuses: readonly OdrStatus[]): readonly WarningCode[] => {
  const events = statuses.reduce<readonly DisputeEvent[]>(
    (history, status) => [...history, ...decided(history, status)],
    [],
  );
  const last = events.at(-1);
  return last?.type === 'DisputeStatusReported' ? last.data.warnings.map(({ code }) => code) : [];
};

describe('recording a status', () => {
  it('makes an unknown dispute known', () => {
    given(disputeDecider).when(recordStatus()).then(referenced, statusReported());
  });

  it('refuses an unknown dispute where disputes must have been transferred before', () => {
    given(disputeDecider)
      .when(recordStatus({ registration: 'required' }))
      .thenRejects('dispute-not-found');
  });

  it('refuses another institution', () => {
    given(disputeDecider, referenced)
      .when(recordStatus({ institution: otherInstitution }))
      .thenRejects('dispute-of-another-institution');
  });

  it('records the status that was in force before', () => {
    given(disputeDecider, referenced, statusReported())
      .when(recordStatus({ status: 'CON_PROG' }))
      .then(statusReported({ status: 'CON_PROG', from: 'CON_INIT' }));
  });

  it('records a status that is in force already as received again', () => {
    given(disputeDecider, referenced, statusReported())
      .when(recordStatus())
      .then(statusReported({ from: 'CON_INIT' }));
  });

  it('keeps the award of the last report with the end of an arbitration', () => {
    given(disputeDecider, disputeReferenced(), reportFiled({ warnings: [] }))
      .when(recordStatus({ status: 'ARB_RES', proceeding: 'arbitration' }))
      .then(
        statusReported({
          status: 'ARB_RES',
          proceeding: 'arbitration',
          award: { amount: '2000', inFavourOf: 'investor', awardedOn: '2025-01-20' },
        }),
      );
  });

  it.each<[string, readonly DisputeEvent[], OdrStatus]>([
    ['without a report', [disputeReferenced()], 'ARB_RES'],
    ['before an award', [disputeReferenced(), reportFiled({ report: interimReport() })], 'ARB_RES'],
    ['for another end', [disputeReferenced(), reportFiled()], 'CON_RES'],
  ])('has no award %s', (_, history, status) => {
    expect(decided(history, status).at(-1)).toMatchObject({ data: { award: null } });
  });
});

describe('the warnings of a status', () => {
  it.each<[readonly OdrStatus[]]>([
    [['CON_INIT', 'CON_PROG', 'CON_RES']],
    [['CON_INIT', 'CON_PROG', 'CON_FAIL', 'ARB_INIT', 'ARB_PROG', 'ARB_RES']],
    [['CON_INIT', 'CON_RES']],
    [['ARB_INIT', 'ARB_RES']],
    [['ARB_PROG']],
    [['PRECON_RES']],
    [['CON_INIT', 'WD']],
    [['ARB_PROG', 'WD']],
    [['CON_PROG', 'CON_PROG']],
    [['ARB_RES', 'ARB_RES']],
  ])('are none for %j', (statuses) => {
    expect(codesOf(...statuses)).toStrictEqual([]);
  });

  it.each<[readonly OdrStatus[]]>([
    [['CON_PROG', 'CON_INIT']],
    [['CON_INIT', 'ARB_INIT']],
    [['ARB_INIT', 'CON_RES']],
    [['CON_INIT', 'PRECON_RES']],
    [['CON_FAIL', 'ARB_RES']],
  ])('say that the last of %j is out of order', (statuses) => {
    expect(codesOf(...statuses)).toStrictEqual(['STATUS_OUT_OF_ORDER']);
  });

  it.each<[readonly OdrStatus[]]>([
    [['ARB_RES', 'CON_INIT']],
    [['WD', 'ARB_RES']],
    [['CON_RES', 'ARB_INIT']],
    [['PRECON_RES', 'WD', 'CON_RES']],
    [['WD', 'CON_PROG', 'CON_PROG']],
  ])('say that the last of %j came after the end', (statuses) => {
    expect(codesOf(...statuses)).toStrictEqual(['STATUS_AFTER_END']);
  });

  it('say that the status belongs to another proceeding than the message names', () => {
    expect(decided([], 'ARB_INIT', 'conciliation').at(-1)).toMatchObject({
      data: {
        warnings: [
          {
            code: 'STATUS_OF_ANOTHER_PROCEEDING',
            message: 'ARB_INIT is a status of an arbitration, but the message names a conciliation.',
          },
        ],
      },
    });
  });
});

describe('what comes after the end', () => {
  const ended = [referenced, statusReported({ status: 'CON_RES' })] as const;

  it('is a remark that says so', () => {
    given(disputeDecider, ...ended)
      .when(recordUpdate())
      .then(updateRecorded({ afterTerminal: true }));
  });

  it('is a report that says so', () => {
    const state = ended.reduce<ReturnType<typeof disputeDecider.evolve>>(
      disputeDecider.evolve,
      disputeDecider.initial,
    );
    const decision = disputeDecider.decide(recordArbitrationReport(), state);

    expect(decision).toMatchObject({
      events: expect.arrayContaining([
        expect.objectContaining({ data: expect.objectContaining({ afterTerminal: true }) }),
      ]),
    });
  });

  it('does not open the dispute again, and another end replaces the first', () => {
    const [later] = decided(ended, 'ARB_INIT');
    const stillEnded = later === undefined ? [...ended] : [...ended, later];

    expect(decided(stillEnded, 'WD').at(-1)).toMatchObject({
      data: { status: 'WD', from: 'CON_RES', afterTerminal: true },
    });
  });
});
