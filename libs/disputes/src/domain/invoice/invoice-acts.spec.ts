import { describe, it } from '@jest/globals';
import { deliveryDisputeOpened } from '../../../../../test/support/delivery-disputes.js';
import { given } from '../../../../../test/support/given-when-then.js';
import {
  assignExternalReason,
  assignReason,
  assignResolution,
  cancelInvoiceDispute,
  closeInvoiceDispute,
  damaged,
  externalReasonAssigned,
  invalid,
  invoiceDisputeCancelled,
  invoiceDisputeClosed,
  invoiceDisputeOpened,
  lapseReservation,
  lost,
  openInvoiceDispute,
  reasonAssigned,
  reservationLapsed,
  resolutionAssigned,
  valid,
} from '../../../../../test/support/invoice-disputes.js';
import { disputeDecider } from '../dispute-decider.js';

const opened = invoiceDisputeOpened();

describe('opening an invoice dispute', () => {
  it('records what is disputed', () => {
    given(disputeDecider).when(openInvoiceDispute()).then(opened);
  });

  it('records the reason with it', () => {
    given(disputeDecider)
      .when(openInvoiceDispute({ reason: damaged }))
      .then(invoiceDisputeOpened({ reason: damaged }));
  });

  it.each([opened, deliveryDisputeOpened()])('is refused where there is a dispute: $type', (known) => {
    given(disputeDecider, known).when(openInvoiceDispute()).thenRejects('dispute-exists');
  });

  it('is refused when its reservation was given back in the meantime', () => {
    given(disputeDecider, reservationLapsed(damaged.reservationId))
      .when(openInvoiceDispute({ reason: damaged }))
      .thenRejects('reservation-lapsed');
  });

  it('records the reason in the words of the buyer, and refuses its lapsed reservation', () => {
    given(disputeDecider)
      .when(openInvoiceDispute({ externalReason: lost }))
      .then(invoiceDisputeOpened({ externalReason: lost }));
    given(disputeDecider, reservationLapsed(lost.reservationId))
      .when(openInvoiceDispute({ externalReason: lost }))
      .thenRejects('reservation-lapsed');
  });

  it('goes on with another reservation', () => {
    given(disputeDecider, reservationLapsed('another'))
      .when(openInvoiceDispute({ reason: damaged }))
      .then(invoiceDisputeOpened({ reason: damaged }));
  });
});

describe('assigning a reason', () => {
  it('is recorded with the one before', () => {
    given(disputeDecider, opened, reasonAssigned(damaged))
      .when(assignReason(lost))
      .then(reasonAssigned(lost, damaged));
  });

  it('adds nothing when the dispute has it already', () => {
    given(disputeDecider, opened, reasonAssigned(damaged))
      .when(assignReason({ ...damaged, reservationId: 'another' }))
      .thenNothing();
  });

  it.each([invoiceDisputeClosed(), invoiceDisputeCancelled()])('is possible after $type', (ending) => {
    given(disputeDecider, opened, ending).when(assignReason(damaged)).then(reasonAssigned(damaged));
  });

  it('is refused when its reservation was given back in the meantime', () => {
    given(disputeDecider, opened, reservationLapsed(damaged.reservationId))
      .when(assignReason(damaged))
      .thenRejects('reservation-lapsed');
  });
});

describe('assigning a resolution', () => {
  it('is recorded with the one before', () => {
    given(disputeDecider, opened, resolutionAssigned(valid))
      .when(assignResolution(invalid))
      .then(resolutionAssigned(invalid, valid));
  });

  it('adds nothing when the dispute has it already', () => {
    given(disputeDecider, opened, resolutionAssigned(valid))
      .when(assignResolution({ ...valid, reservationId: 'another' }))
      .thenNothing();
  });

  it('is possible after the end, so that the one before can be deleted', () => {
    given(disputeDecider, opened, invoiceDisputeClosed())
      .when(assignResolution(invalid))
      .then(resolutionAssigned(invalid, valid));
  });

  it('is refused when its reservation was given back in the meantime', () => {
    given(disputeDecider, opened, reservationLapsed(valid.reservationId))
      .when(assignResolution(valid))
      .thenRejects('reservation-lapsed');
  });
});

describe('closing an invoice dispute', () => {
  it('ends it with a resolution', () => {
    given(disputeDecider, opened).when(closeInvoiceDispute(valid)).then(invoiceDisputeClosed());
  });

  it('records which resolution it had before', () => {
    given(disputeDecider, opened, resolutionAssigned(invalid))
      .when(closeInvoiceDispute(valid))
      .then(invoiceDisputeClosed({ before: invalid }));
  });

  it('adds nothing when it was closed with the same resolution', () => {
    given(disputeDecider, opened, invoiceDisputeClosed())
      .when(closeInvoiceDispute({ ...valid, reservationId: 'another' }))
      .thenNothing();
  });

  it.each([invoiceDisputeClosed(), invoiceDisputeCancelled()])(
    'is refused after $type with another resolution',
    (ending) => {
      given(disputeDecider, opened, ending)
        .when(closeInvoiceDispute(invalid))
        .thenRejects('dispute-not-open');
    },
  );

  it('is refused when its reservation was given back in the meantime', () => {
    given(disputeDecider, opened, reservationLapsed(valid.reservationId))
      .when(closeInvoiceDispute(valid))
      .thenRejects('reservation-lapsed');
  });
});

describe('cancelling an invoice dispute', () => {
  it('takes it back', () => {
    given(disputeDecider, opened).when(cancelInvoiceDispute()).then(invoiceDisputeCancelled());
  });

  it('adds nothing when it was cancelled before', () => {
    given(disputeDecider, opened, invoiceDisputeCancelled()).when(cancelInvoiceDispute()).thenNothing();
  });

  it('is refused after it was closed', () => {
    given(disputeDecider, opened, invoiceDisputeClosed())
      .when(cancelInvoiceDispute())
      .thenRejects('dispute-not-open');
  });
});

describe('a cancelled invoice dispute', () => {
  it('gives up its resolution, so that this can be deleted', () => {
    given(disputeDecider, opened, resolutionAssigned(valid))
      .when(cancelInvoiceDispute())
      .then(invoiceDisputeCancelled({ before: valid }));
    given(disputeDecider, opened, resolutionAssigned(valid), invoiceDisputeCancelled({ before: valid }))
      .when(lapseReservation(valid.reservationId))
      .then(reservationLapsed(valid.reservationId));
  });
});

describe('a dispute of another kind, or none', () => {
  const acts = [
    assignReason(damaged),
    assignExternalReason(damaged),
    assignResolution(valid),
    closeInvoiceDispute(valid),
    cancelInvoiceDispute(),
  ];

  it.each(acts)('is not found: $type', (act) => {
    given(disputeDecider).when(act).thenRejects('dispute-not-found');
    given(disputeDecider, deliveryDisputeOpened()).when(act).thenRejects('dispute-not-found');
  });
});

describe('giving a reservation up', () => {
  const lapse = lapseReservation(valid.reservationId);
  const lapsed = reservationLapsed(valid.reservationId);

  it('is recorded for a dispute that does not use it, and for one that was never opened', () => {
    given(disputeDecider, opened).when(lapse).then(lapsed);
    given(disputeDecider).when(lapse).then(lapsed);
  });

  it('adds nothing when it was given up before', () => {
    given(disputeDecider, opened, lapsed).when(lapse).thenNothing();
  });

  it.each([
    resolutionAssigned(valid),
    invoiceDisputeClosed(),
    externalReasonAssigned({ ...damaged, reservationId: valid.reservationId }),
  ])('is refused after $type', (using) => {
    given(disputeDecider, opened, using).when(lapse).thenRejects('reservation-used');
  });

  it('is possible after the dispute went on to another resolution', () => {
    given(disputeDecider, opened, resolutionAssigned(valid), resolutionAssigned(invalid, valid))
      .when(lapse)
      .then(lapsed);
  });
});
