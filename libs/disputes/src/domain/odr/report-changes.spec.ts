import { describe, expect, it } from '@jest/globals';
import {
  aaronJohnson,
  arbitrationReport,
  resolved,
  resolvedAppointments,
  smithDoe,
} from '../../../../../test/support/disputes.js';
import type { ArbitrationReport, ResolvedAppointment } from './arbitration-report.js';
import { changesBetween } from './report-changes.js';
import type { ReportedArbitration } from './report-facts.js';

const reporting = (overrides: Partial<ArbitrationReport>): ReportedArbitration => ({
  report: arbitrationReport(overrides),
  appointments: resolvedAppointments,
});

const naming = (...appointments: readonly ResolvedAppointment[]): ReportedArbitration => ({
  report: arbitrationReport(),
  appointments,
});

describe('the changes between two reports', () => {
  it('are none when both say the same', () => {
    expect(changesBetween(reporting({}), reporting({}))).toStrictEqual([]);
  });

  it.each([
    ['tribunal', 'sole', 'panel'],
    ['hearings', 3, 4],
    ['investorFeePaid', false, true],
    ['counterClaimAmount', '1500.5', null],
    ['challengeIntentionReceivedOn', null, '2025-02-01'],
  ])('show the %s before and after', (field, from, to) => {
    expect(changesBetween(reporting({ [field]: from }), reporting({ [field]: to }))).toStrictEqual([
      { field: `report.${field}`, from, to },
    ]);
  });

  it('do not take no hearings for an unknown number of them', () => {
    expect(changesBetween(reporting({ hearings: null }), reporting({ hearings: 0 }))).toStrictEqual([
      { field: 'report.hearings', from: null, to: 0 },
    ]);
  });

  it('show every field of the report that changed, in the order of the report', () => {
    const changes = changesBetween(reporting({}), reporting({ awardSentOn: '2025-01-24', hearings: 4 }));
    expect(changes.map(({ field }) => field)).toStrictEqual(['report.hearings', 'report.awardSentOn']);
  });

  it('name the seat, the PAN and the day of the appointment that changed', () => {
    const accepted = resolved(smithDoe);
    const rejected = resolved({ ...smithDoe, acceptedOn: null, rejectedOn: '2025-01-20', isApproved: false });
    expect(changesBetween(naming(accepted), naming(rejected))).toStrictEqual([
      { field: 'seat 1, ABCDE1234H, appointed 2025-01-15.acceptedOn', from: '2025-01-20', to: null },
      { field: 'seat 1, ABCDE1234H, appointed 2025-01-15.rejectedOn', from: null, to: '2025-01-20' },
      { field: 'seat 1, ABCDE1234H, appointed 2025-01-15.isApproved', from: true, to: false },
    ]);
  });

  it('show all that an appointment said when it is gone', () => {
    expect(changesBetween(naming(resolved(smithDoe)), naming())).toStrictEqual([
      { field: 'seat 1, ABCDE1234H, appointed 2025-01-15.appointedOn', from: '2025-01-15', to: null },
      { field: 'seat 1, ABCDE1234H, appointed 2025-01-15.name', from: 'Smith Doe', to: null },
      { field: 'seat 1, ABCDE1234H, appointed 2025-01-15.acceptedOn', from: '2025-01-20', to: null },
      { field: 'seat 1, ABCDE1234H, appointed 2025-01-15.isApproved', from: true, to: null },
    ]);
  });

  it('do not show the order in which arbitrators are named', () => {
    const smith = resolved(smithDoe);
    const aaron = resolved(aaronJohnson);
    expect(changesBetween(naming(smith, aaron), naming(aaron, smith))).toStrictEqual([]);
  });

  it('distinguish two appointments of one arbitrator to one seat', () => {
    const earlier = resolved({ ...smithDoe, acceptedOn: null, rejectedOn: '2025-01-16', isApproved: false });
    const later = resolved({ ...smithDoe, appointedOn: '2025-01-17', onBehalfOf: 'Smith Doe' });
    const approved = naming(earlier, later);
    const pending = naming(earlier, { ...later, isApproved: false });
    expect(changesBetween(pending, approved)).toStrictEqual([
      { field: 'seat 1, ABCDE1234H, appointed 2025-01-17.isApproved', from: false, to: true },
    ]);
  });
});
