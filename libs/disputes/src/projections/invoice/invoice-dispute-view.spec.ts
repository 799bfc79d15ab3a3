import { describe, expect, it } from '@jest/globals';
import {
  damaged,
  externalReasonAssigned,
  invalid,
  invoiceDisputeCancelled,
  invoiceDisputeClosed,
  invoiceDisputeOpened,
  lost,
  reasonAssigned,
  reservationLapsed,
  resolutionAssigned,
  valid,
} from '../../../../../test/support/invoice-disputes.js';
import type { DisputeEvent } from '../../domain/dispute-event.js';
import { type DisputeResolution, projectResolution } from '../dispute-resolution.js';
import { timelineEntry } from '../dispute-timeline.js';
import { type DisputeView, projectDispute } from '../dispute-view.js';
import type { RecordedDisputeEvent } from '../recorded-dispute-event.js';

const recorded = (event: DisputeEvent, index: number): RecordedDisputeEvent => ({
  tenant: 'acme',
  disputeId: 'dispute-1',
  eventId: `event-${index}`,
  revision: BigInt(index),
  position: BigInt(100 + index),
  recordedAt: `2026-03-0${index + 1}T12:00:00.000Z`,
  actor: { name: 'user-1' },
  credentialId: 'credential-1',
  holder: 'user-1',
  authProfile: 'api-key',
  correlationId: 'correlation-1',
  event,
});

const viewOf = (...events: readonly DisputeEvent[]) =>
  events.map(recorded).reduce<DisputeView | null>(projectDispute, null);

const resolutionOf = (...events: readonly DisputeEvent[]) =>
  events.map(recorded).reduce<DisputeResolution | null>(projectResolution, null);

const opened = invoiceDisputeOpened({ reason: damaged });

describe('an invoice dispute', () => {
  it('is open with what is disputed and why', () => {
    expect(viewOf(opened)).toMatchObject({
      scheme: 'billtrust',
      status: 'open',
      stage: 'opened',
      documentNumber: 'INV-1001',
      amount: '120.50',
      reason: damaged,
      resolution: null,
      ending: null,
      openedAt: '2026-03-01T12:00:00.000Z',
    });
  });

  it('shows null for what its opening did not say, as those of before could not', () => {
    expect(viewOf(opened)).toMatchObject({
      disputeCode: null,
      externalReason: null,
      assigneeId: null,
      assigneeName: null,
      departmentId: null,
      departmentName: null,
      platformAccountId: null,
      userId: null,
    });
  });

  it('has the code and the people that its opening names', () => {
    const said = { disputeCode: 'D-INV-1001-01', assigneeName: 'Steve Rogers', externalReason: lost };

    expect(viewOf(invoiceDisputeOpened(said))).toMatchObject(said);
    expect(viewOf(opened, externalReasonAssigned(lost))).toMatchObject({ externalReason: lost });
  });

  it('has no resolution once it is cancelled', () => {
    expect(viewOf(opened, resolutionAssigned(valid), invoiceDisputeCancelled())).toMatchObject({
      stage: 'cancelled',
      resolution: null,
    });
  });

  it('has the reason and the resolution that were assigned last', () => {
    expect(viewOf(opened, reasonAssigned(lost, damaged), resolutionAssigned(invalid))).toMatchObject({
      status: 'open',
      reason: lost,
      resolution: invalid,
      revision: '2',
    });
  });

  it.each([
    [invoiceDisputeClosed(), 'resolved', 'decided'],
    [invoiceDisputeCancelled(), 'withdrawn', 'cancelled'],
  ] as const)('ends: $type', (ending, status, cause) => {
    expect(viewOf(opened, ending)).toMatchObject({
      status,
      ending: { at: '2026-03-02T12:00:00.000Z', by: 'user-1', cause, notes: null },
    });
  });

  it('is none while only a reservation of it was given up', () => {
    expect(viewOf(reservationLapsed('reservation-1'))).toBeNull();
    expect(viewOf(reservationLapsed('reservation-1'), opened)).toMatchObject({
      status: 'open',
      revision: '1',
    });
  });
});

describe('how an invoice dispute ended', () => {
  const closed = invoiceDisputeClosed({ cause: 'invoice-closed' });

  it('is null while it is open, whatever resolution is proposed', () => {
    expect(resolutionOf(opened, resolutionAssigned(invalid))).toBeNull();
  });

  it('has the code, text and validity of the resolution', () => {
    expect(resolutionOf(opened, closed)).toStrictEqual({
      tenant: 'acme',
      disputeId: 'dispute-1',
      scheme: 'billtrust',
      outcome: 'invoice-closed',
      isValid: true,
      code: 'DISPVALID',
      text: 'Dispute Validated',
      resolvedBy: 'user-1',
      resolvedAt: '2026-03-02T12:00:00.000Z',
      resolvedPosition: '101',
      position: '101',
      award: null,
    });
  });

  it('changes with a later resolution, and keeps its place in the list', () => {
    expect(resolutionOf(opened, closed, resolutionAssigned(invalid, valid))).toMatchObject({
      outcome: 'reassigned',
      code: 'DISPINVALID',
      isValid: false,
      resolvedPosition: '101',
      position: '102',
    });
  });
});

describe("an invoice dispute's timeline", () => {
  it.each([
    [
      opened,
      'user-1 opened a dispute of invoice INV-1001 over 120.50 USD, because of DAMAGED (Damaged in Shipping).',
    ],
    [reasonAssigned(lost, damaged), 'user-1 gave the reason LOST.'],
    [externalReasonAssigned(lost), 'user-1 gave the external reason LOST.'],
    [resolutionAssigned(invalid), 'user-1 assigned the resolution DISPINVALID.'],
    [invoiceDisputeClosed(), 'user-1 closed the dispute as valid: DISPVALID (Dispute Validated).'],
    [invoiceDisputeCancelled(), 'user-1 cancelled the dispute.'],
    [reservationLapsed('reservation-1'), 'An unfinished change of the dispute was given up.'],
  ] as const)('says what happened: $type', (event, summary) => {
    expect(timelineEntry(recorded(event, 0)).summary).toBe(summary);
  });

  it('says what changed, from what to what', () => {
    expect(timelineEntry(recorded(invoiceDisputeClosed({ before: invalid }), 1)).changes).toStrictEqual([
      { field: 'stage', from: 'opened', to: 'closed' },
      { field: 'resolution', from: 'DISPINVALID', to: 'DISPVALID' },
    ]);
    expect(timelineEntry(recorded(invoiceDisputeCancelled({ before: valid }), 1)).changes).toStrictEqual([
      { field: 'stage', from: 'opened', to: 'cancelled' },
      { field: 'resolution', from: 'DISPVALID', to: null },
    ]);
    expect(timelineEntry(recorded(externalReasonAssigned(lost, damaged), 1)).changes).toStrictEqual([
      { field: 'externalReason', from: 'DAMAGED', to: 'LOST' },
    ]);
  });
});
