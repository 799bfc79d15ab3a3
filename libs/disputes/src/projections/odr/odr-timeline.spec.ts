import { describe, expect, it } from '@jest/globals';
import { recordedLife } from '../../../../../test/support/delivery-disputes.js';
import { disputeReferenced, reportFiled, updateRecorded } from '../../../../../test/support/disputes.js';
import type { DisputeEvent } from '../../domain/dispute-event.js';
import { timelineEntry } from '../dispute-timeline.js';

const entryOf = (event: DisputeEvent) => recordedLife([event]).map(timelineEntry)[0];

const smith = { seat: 1, name: 'Smith Doe', pan: 'ABCDE1234H' } as const;
const replaced = { onBehalfOf: 'ABCDE1234J', onBehalfOfPan: 'ABCDE1234J' } as const;
const hearings = { field: 'hearings', from: 2, to: 3 } as const;
const award = { field: 'awardAmount', from: null, to: '2000' } as const;

/** Each with the day that the document claims, or null where it claims none. */
const history: readonly (readonly [DisputeEvent, summary: string, occurredAt: string | null])[] = [
  [disputeReferenced(), 'The ledger first heard of this arbitration from Gotham ODR.', null],
  [updateRecorded(), 'Bruce Wayne (MEDIATOR) wrote: Date & Time of Conciliator Appointment', null],
  [reportFiled(), 'John Doe (CASEMANAGER) filed the first arbitration report.', null],
  [
    reportFiled({ version: 2 }),
    'John Doe (CASEMANAGER) filed arbitration report 2, which repeats the one before.',
    null,
  ],
  [
    reportFiled({ version: 3, changes: [hearings] }),
    'John Doe (CASEMANAGER) filed arbitration report 3, which changes 1 field.',
    null,
  ],
  [
    reportFiled({ version: 4, changes: [hearings, award] }),
    'John Doe (CASEMANAGER) filed arbitration report 4, which changes 2 fields.',
    null,
  ],
  [
    { type: 'ArbitratorAppointed', data: { ...smith, appointedOn: '2025-01-15' } },
    'Smith Doe (PAN ABXXXXXX4H) was appointed arbitrator on seat 1.',
    '2025-01-15',
  ],
  [
    { type: 'ArbitratorReappointed', data: { ...smith, ...replaced, appointedOn: '2025-01-21' } },
    'Smith Doe (PAN ABXXXXXX4H) was appointed arbitrator on seat 1 on behalf of ABXXXXXX4J.',
    '2025-01-21',
  ],
  [
    { type: 'ArbitratorAccepted', data: { ...smith, acceptedOn: '2025-01-20' } },
    'Smith Doe accepted the appointment to seat 1.',
    '2025-01-20',
  ],
  [
    { type: 'ArbitratorRejected', data: { ...smith, rejectedOn: '2025-01-19' } },
    'Smith Doe rejected the appointment to seat 1.',
    '2025-01-19',
  ],
  [
    { type: 'ArbitrationFeePaid', data: { payer: 'market-participant', paidOn: '2025-01-14' } },
    'The market participant paid the arbitration fee.',
    '2025-01-14',
  ],
  [
    { type: 'ArbitrationFeePaid', data: { payer: 'investor', paidOn: '2025-01-13' } },
    'The investor paid the arbitration fee.',
    '2025-01-13',
  ],
  [
    { type: 'AwardMade', data: { amount: '2000', inFavourOf: 'investor', awardedOn: '2025-01-22' } },
    'An award of 2000 was made in favour of the investor.',
    '2025-01-22',
  ],
  [
    { type: 'AwardMade', data: { amount: null, inFavourOf: 'market-participant', awardedOn: '2025-01-23' } },
    'An award was made in favour of the market participant.',
    '2025-01-23',
  ],
  [{ type: 'AwardReceived', data: { receivedOn: '2025-01-24' } }, 'The award was received.', '2025-01-24'],
  [{ type: 'AwardSent', data: { sentOn: '2025-01-25' } }, 'The award was sent to the parties.', '2025-01-25'],
  [
    { type: 'ChallengeIntentionReceived', data: { receivedOn: '2025-01-26' } },
    'An intention to challenge the award under section 34 was received.',
    '2025-01-26',
  ],
];

describe('the timeline of a dispute before an institution', () => {
  it.each(history)('says what happened, and on which day: %#', (event, summary, occurredAt) => {
    expect(entryOf(event)).toMatchObject({ type: event.type, summary, occurredAt });
  });

  it('shows what a report changed, and what it contradicts', () => {
    const report = reportFiled({ version: 2, changes: [hearings, award] });

    expect(entryOf(report)).toMatchObject({ changes: [hearings, award], warnings: report.data.warnings });
  });

  it('shows no change and no warning where no report was filed', () => {
    expect(entryOf(updateRecorded())).toMatchObject({ changes: [], warnings: [] });
  });

  it('has the place of each event in its dispute and in the log', () => {
    const entries = recordedLife([disputeReferenced(), updateRecorded()]).map(timelineEntry);

    expect(entries).toMatchObject([
      { revision: '0', position: '101', eventId: 'event-0', correlationId: 'correlation-0' },
      { revision: '1', position: '102', eventId: 'event-1', correlationId: 'correlation-1' },
    ]);
  });

  it('masks a personal tax number in the name of the author, and in the text', () => {
    const [recorded] = recordedLife([
      updateRecorded({ userName: 'ABCDE1234H', update: 'Replaces ABCDE1234J.' }),
    ]).map((event) => ({ ...event, actor: { name: 'ABCDE1234H', role: 'MEDIATOR' } }));

    expect(recorded && timelineEntry(recorded)).toMatchObject({
      summary: 'ABXXXXXX4H (MEDIATOR) wrote: Replaces ABXXXXXX4J.',
      actor: { name: 'ABXXXXXX4H', role: 'MEDIATOR' },
    });
  });

  it('masks a personal tax number in the field that changed, and on both sides of the change', () => {
    const field = 'appointments[3/ABCDE1234K].onBehalfOf';
    const changes = [
      { field, from: 'ABCDE1234I', to: 'ABCDE1234J' },
      { field: 'investorFeePaid', from: false, to: true },
    ];

    expect(entryOf(reportFiled({ version: 2, changes }))?.changes).toStrictEqual([
      { field: 'appointments[3/ABXXXXXX4K].onBehalfOf', from: 'ABXXXXXX4I', to: 'ABXXXXXX4J' },
      { field: 'investorFeePaid', from: false, to: true },
    ]);
  });
});
