import { describe, expect, it } from '@jest/globals';
import { recordedAt, recordedLife } from '../../../../../test/support/delivery-disputes.js';
import {
  conciliationFiled,
  conciliator,
  statusReported,
} from '../../../../../test/support/dispute-statuses.js';
import {
  disputeReferenced,
  interimReport,
  reportFiled,
  updateRecorded,
} from '../../../../../test/support/disputes.js';
import type { DisputeEvent } from '../../domain/dispute-event.js';
import type { OdrStatus } from '../../domain/odr/odr-status.js';
import { type DisputeResolution, projectResolution } from '../dispute-resolution.js';
import { timelineEntry } from '../dispute-timeline.js';
import { type DisputeView, projectDispute } from '../dispute-view.js';

const viewAfter = (...events: readonly DisputeEvent[]): DisputeView | null =>
  recordedLife(events).reduce<DisputeView | null>(projectDispute, null);

const resolutionAfter = (...events: readonly DisputeEvent[]): DisputeResolution | null =>
  recordedLife(events).reduce<DisputeResolution | null>(projectResolution, null);

const entryOf = (event: DisputeEvent) => recordedLife([event]).map(timelineEntry)[0];

const award = { amount: '2000', inFavourOf: 'investor', awardedOn: '2025-01-20' } as const;
const awardMade = { type: 'AwardMade', data: { ...award, amount: '2500' } } as const;
const late = { code: 'STATUS_AFTER_END', message: 'late' } as const;
const unordered = { code: 'STATUS_OUT_OF_ORDER', message: 'unordered' } as const;

describe('the view of a dispute with statuses', () => {
  it.each<[OdrStatus, string]>([
    ['WD', 'withdrawn'],
    ['PRECON_RES', 'resolved'],
    ['CON_INIT', 'in-progress'],
    ['CON_PROG', 'in-progress'],
    ['CON_FAIL', 'awaiting-party'],
    ['CON_RES', 'resolved'],
    ['ARB_INIT', 'in-progress'],
    ['ARB_PROG', 'in-progress'],
    ['ARB_RES', 'resolved'],
  ])('stands where %s says', (stage, status) => {
    expect(viewAfter(disputeReferenced(), statusReported({ status: stage }))).toMatchObject({
      stage,
      status,
    });
  });

  it('shows how the dispute ended, by whom and when, with personal tax numbers masked', () => {
    const end = statusReported({ status: 'ARB_RES', userName: 'ABCDE1234H', award });

    expect(viewAfter(disputeReferenced(), reportFiled(), end)).toMatchObject({
      award,
      resolution: { outcome: 'resolved-by-arbitration', resolvedBy: 'ABXXXXXX4H', resolvedAt: recordedAt(2) },
      lastStatus: { status: 'ARB_RES', by: 'ABXXXXXX4H', recordedAt: recordedAt(2), warnings: [] },
    });
  });

  it('has neither an award nor an end before they were reported', () => {
    const report = reportFiled({ report: interimReport() });

    expect(viewAfter(disputeReferenced(), report, statusReported())).toMatchObject({
      award: null,
      resolution: null,
    });
  });

  it('stays ended with another status after the end, and shows its warning', () => {
    const end = statusReported({ status: 'WD' });
    const after = statusReported({ status: 'CON_PROG', from: 'WD', warnings: [late] });

    expect(viewAfter(disputeReferenced(), end, after)).toMatchObject({
      stage: 'WD',
      status: 'withdrawn',
      resolution: { resolvedAt: recordedAt(1) },
      lastStatus: { status: 'CON_PROG' },
      warnings: [late],
    });
  });

  it('keeps the end when the same status is reported again', () => {
    const end = statusReported({ status: 'WD' });

    expect(viewAfter(disputeReferenced(), end, statusReported({ status: 'WD', from: 'WD' }))).toMatchObject({
      resolution: { resolvedAt: recordedAt(1) },
    });
  });

  it('shows the warnings of the latest report of each kind and of the latest status', () => {
    const [one, two] = reportFiled().data.warnings;
    const fee = { code: 'FEE_DATE_WITHOUT_PAYMENT', message: 'fee' } as const;
    const reports = [reportFiled(), conciliationFiled({ warnings: [fee] })] as const;
    const before = viewAfter(disputeReferenced(), ...reports, statusReported({ warnings: [unordered] }));

    expect(before?.warnings).toStrictEqual([one, two, fee, unordered]);
    expect(
      viewAfter(
        disputeReferenced(),
        ...reports,
        statusReported({ warnings: [unordered] }),
        conciliationFiled({ version: 2 }),
        reportFiled({ version: 2, warnings: two === undefined ? [] : [two] }),
        statusReported({ warnings: [late] }),
      )?.warnings,
    ).toStrictEqual([two, late]);
  });

  it('shows the latest report of the conciliation, with personal tax numbers masked', () => {
    const conciliators = [conciliator({ name: 'ABCDE1234H', onBehalfOf: 'ABCDE1234J' })];

    expect(viewAfter(disputeReferenced(), conciliationFiled({ version: 3, conciliators }))).toMatchObject({
      conciliation: {
        reportCount: 3,
        report: conciliationFiled().data.report,
        conciliators: [{ name: 'ABXXXXXX4H', pan: 'ABXXXXXX4H', onBehalfOf: 'ABXXXXXX4J' }],
        warnings: [],
      },
    });
  });
});

describe('how a dispute before an institution ended', () => {
  it('is undecided without a final status, whatever a report awards', () => {
    expect(resolutionAfter(disputeReferenced(), reportFiled(), awardMade, statusReported())).toBeNull();
  });

  it('is the final status with its award', () => {
    const end = statusReported({ status: 'ARB_RES', award, userName: 'ABCDE1234H' });

    expect(resolutionAfter(disputeReferenced(), end)).toStrictEqual({
      tenant: 'acme-media',
      disputeId: 'dispute:1f0e8f3c-6a4e-5d0a-9a51-0d6f0a1c2b3d',
      scheme: 'smart-odr',
      outcome: 'resolved-by-arbitration',
      isValid: null,
      code: 'ARB_RES',
      text: 'Dispute Resolved Arbitration',
      award,
      resolvedBy: 'ABXXXXXX4H',
      resolvedAt: recordedAt(1),
      resolvedPosition: '102',
      position: '102',
    });
  });

  it('takes an award that was reported after the end of the arbitration', () => {
    const end = statusReported({ status: 'ARB_RES' });

    expect(resolutionAfter(disputeReferenced(), end, awardMade)).toMatchObject({
      award: awardMade.data,
      resolvedPosition: '102',
      position: '103',
    });
  });

  it('takes no award for another end', () => {
    const end = statusReported({ status: 'CON_RES' });

    expect(resolutionAfter(disputeReferenced(), end, awardMade)).toMatchObject({
      award: null,
      position: '102',
    });
  });

  it('is decided again by another final status, in its place, and by no other message', () => {
    const end = statusReported({ status: 'WD' });
    const again = statusReported({ status: 'WD', from: 'WD' });
    const later = statusReported({ status: 'ARB_PROG', from: 'WD' });
    const another = statusReported({ status: 'CON_RES', from: 'WD' });

    expect(resolutionAfter(disputeReferenced(), end, again, later)).toMatchObject({
      outcome: 'withdrawn',
      position: '102',
    });
    expect(resolutionAfter(disputeReferenced(), end, again, later, another)).toMatchObject({
      outcome: 'resolved-by-conciliation',
      resolvedPosition: '102',
      position: '105',
    });
  });
});

describe('the timeline of a dispute with statuses', () => {
  it.each<[DisputeEvent, string, object]>([
    [
      statusReported(),
      'John Doe (CASEMANAGER) reported the status CON_INIT (Conciliation Initiated).',
      { changes: [{ field: 'status', from: null, to: 'CON_INIT' }] },
    ],
    [
      statusReported({ from: 'CON_INIT' }),
      'John Doe (CASEMANAGER) reported the status CON_INIT (Conciliation Initiated) again.',
      { changes: [] },
    ],
    [
      statusReported({ status: 'ARB_RES', from: 'ARB_PROG', award }),
      'John Doe (CASEMANAGER) reported the status ARB_RES (Dispute Resolved Arbitration). The award of 2000 in favour of the investor was made on 2025-01-20.',
      { changes: [{ field: 'status', from: 'ARB_PROG', to: 'ARB_RES' }] },
    ],
    [
      statusReported({ status: 'CON_PROG', from: 'WD', warnings: [late], afterTerminal: true }),
      'John Doe (CASEMANAGER) reported the status CON_PROG (Conciliation In Progress) after the end. The dispute stays ended with WD.',
      { changes: [], warnings: [late], afterTerminal: true },
    ],
    [conciliationFiled(), 'John Doe (CASEMANAGER) filed the first conciliation report.', { changes: [] }],
    [
      conciliationFiled({ version: 2 }),
      'John Doe (CASEMANAGER) filed conciliation report 2, which repeats the one before.',
      {},
    ],
    [updateRecorded({ afterTerminal: true }), 'Bruce Wayne (MEDIATOR) wrote:', { afterTerminal: true }],
  ])('says what happened: %#', (event, summary, rest) => {
    expect(entryOf(event)).toMatchObject({ ...rest, summary: expect.stringContaining(summary) });
  });

  it('says nothing of the end before it', () => {
    expect(entryOf(updateRecorded())).not.toHaveProperty('afterTerminal');
  });
});
