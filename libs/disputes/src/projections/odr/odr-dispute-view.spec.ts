import { describe, expect, it } from '@jest/globals';
import {
  deliveryDisputeOpened,
  investigationStarted,
  recordedAt,
  recordedLife,
} from '../../../../../test/support/delivery-disputes.js';
import {
  audreyHenderson,
  disputeReferenced,
  interimReport,
  reportFiled,
  resolved,
  smithDoe,
  updateRecorded,
} from '../../../../../test/support/disputes.js';
import type { DisputeEvent } from '../../domain/dispute-event.js';
import { type DisputeView, projectDispute } from '../dispute-view.js';

const viewAfter = (...events: readonly DisputeEvent[]): DisputeView | null =>
  recordedLife(events).reduce<DisputeView | null>(projectDispute, null);

describe('the view of a dispute before an institution', () => {
  it('begins with the institution that it belongs to', () => {
    expect(viewAfter(disputeReferenced())).toMatchObject({
      scheme: 'smart-odr',
      institution: 'Gotham ODR',
      proceeding: 'arbitration',
      status: 'open',
      stage: null,
      openedAt: recordedAt(0),
      updateCount: 0,
      lastUpdate: null,
      reportCount: 0,
      report: null,
      appointments: [],
      warnings: [],
    });
  });

  it('counts the updates and shows the last, with personal tax numbers masked', () => {
    const last = updateRecorded({ userName: 'ABCDE1234H', update: 'Replaces ABCDE1234J.' });

    expect(viewAfter(disputeReferenced(), updateRecorded(), last)).toMatchObject({
      proceeding: 'conciliation',
      updateCount: 2,
      lastUpdate: { text: 'Replaces ABXXXXXX4J.', by: 'ABXXXXXX4H', recordedAt: recordedAt(2) },
      updatedAt: recordedAt(2),
      revision: '2',
    });
  });

  it('shows the latest report with its warnings and its number', () => {
    const report = interimReport({ hearings: 1 });

    expect(
      viewAfter(disputeReferenced(), reportFiled(), reportFiled({ version: 2, report, warnings: [] })),
    ).toMatchObject({ reportCount: 2, report, warnings: [] });
  });

  it('masks the personal tax numbers of everybody who was appointed, also where a name is expected', () => {
    const appointments = [
      resolved({ ...smithDoe, name: 'ABCDE1234H' }),
      resolved(audreyHenderson, 'ABCDE1234J'),
    ];

    expect(viewAfter(disputeReferenced(), reportFiled({ appointments }))).toMatchObject({
      appointments: [
        { name: 'ABXXXXXX4H', pan: 'ABXXXXXX4H', onBehalfOf: null, onBehalfOfPan: null },
        {
          name: 'Audrey Henderson',
          pan: 'ABXXXXXX4K',
          onBehalfOf: 'ABXXXXXX4J',
          onBehalfOfPan: 'ABXXXXXX4J',
        },
      ],
    });
  });

  it('changes only its revision with a fact, which the report already stated', () => {
    const known = viewAfter(disputeReferenced(), reportFiled());
    const fact = { type: 'AwardSent', data: { sentOn: '2025-01-23' } } as const;

    expect(viewAfter(disputeReferenced(), reportFiled(), fact)).toStrictEqual({
      ...known,
      updatedAt: recordedAt(2),
      revision: '2',
      position: '103',
    });
  });

  it.each([
    ['an update', updateRecorded()],
    ['a report', reportFiled()],
  ])('is nothing before the institution is known: %s', (_, event) => {
    expect(viewAfter(event)).toBeNull();
  });

  it.each([
    ['the opening', deliveryDisputeOpened()],
    ['a step', investigationStarted()],
  ])('stays what it is when %s of a delivery dispute strays into it', (_, event) => {
    expect(viewAfter(disputeReferenced(), event)).toStrictEqual(viewAfter(disputeReferenced()));
  });
});
