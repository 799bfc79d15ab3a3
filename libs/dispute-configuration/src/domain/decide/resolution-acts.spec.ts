import { describe, it } from '@jest/globals';
import {
  deleteResolution,
  flagged,
  INVALID,
  later,
  release,
  reserve,
  resolutionCreated,
  resolutionLinked,
  resolutionTerms,
  resolutionUnlinked,
  setInvoiceClosed,
  updateResolution,
  upsertResolution,
  VALID,
} from '../../../../../test/support/dispute-configuration.js';
import { given } from '../../../../../test/support/given-when-then.js';
import { configurationDecider } from '../configuration-decider.js';

const resolution = { kind: 'resolution', resolutionId: VALID } as const;

describe('upserting a resolution', () => {
  it('creates it, inactive and not valid unless it says so', () => {
    given(configurationDecider)
      .when(upsertResolution())
      .then({
        type: 'ResolutionUpserted',
        data: {
          resolutionId: VALID,
          code: 'DISPVALID',
          before: null,
          after: { description: null, active: false, isValid: false },
          ...later,
        },
      });
  });

  it('changes the one that has the code, which keeps its id', () => {
    given(configurationDecider, resolutionCreated())
      .when(upsertResolution({ newId: 'another', description: 'Right', active: true, isValid: true }))
      .then({
        type: 'ResolutionUpserted',
        data: {
          resolutionId: VALID,
          code: 'DISPVALID',
          before: resolutionTerms,
          after: { ...resolutionTerms, description: 'Right' },
          ...later,
        },
      });
  });

  it('sets flags that are left out to their default, and keeps a text that is left out', () => {
    given(configurationDecider, resolutionCreated())
      .when(upsertResolution())
      .then({
        type: 'ResolutionUpserted',
        data: {
          resolutionId: VALID,
          code: 'DISPVALID',
          before: resolutionTerms,
          after: { description: 'Dispute Validated', active: false, isValid: false },
          ...later,
        },
      });
  });

  it('adds nothing when nothing changes', () => {
    given(configurationDecider, resolutionCreated()).when(upsertResolution(resolutionTerms)).thenNothing();
  });

  it('creates another one with the code after a deletion', () => {
    given(configurationDecider, resolutionCreated(), {
      type: 'ResolutionDeleted',
      data: { resolutionId: VALID, ...later },
    })
      .when(upsertResolution({ newId: 'second-life' }))
      .then({
        type: 'ResolutionUpserted',
        data: {
          resolutionId: 'second-life',
          code: 'DISPVALID',
          before: null,
          after: { description: null, active: false, isValid: false },
          ...later,
        },
      });
  });
});

describe('updating a resolution', () => {
  it('changes what is given and keeps the rest', () => {
    given(configurationDecider, resolutionCreated())
      .when(updateResolution({ isValid: false, description: null }))
      .then({
        type: 'ResolutionUpdated',
        data: {
          resolutionId: VALID,
          before: resolutionTerms,
          after: { description: null, active: true, isValid: false },
          ...later,
        },
      });
  });

  it('adds nothing when nothing is given', () => {
    given(configurationDecider, resolutionCreated()).when(updateResolution()).thenNothing();
  });

  it('adds nothing for its own code', () => {
    given(configurationDecider, resolutionCreated())
      .when(updateResolution({ code: 'DISPVALID' }))
      .thenNothing();
  });

  it('does not change its code', () => {
    given(configurationDecider, resolutionCreated())
      .when(updateResolution({ code: 'OTHER' }))
      .thenRejects('code-is-fixed');
  });

  it('needs the resolution to be there', () => {
    given(configurationDecider).when(updateResolution()).thenRejects('resolution-not-found');
  });
});

describe('the resolution for closed invoices', () => {
  const both = [resolutionCreated(), resolutionCreated(INVALID, 'DISPINVALID')];

  it('is the one that was set', () => {
    given(configurationDecider, ...both)
      .when(setInvoiceClosed(VALID))
      .then({
        type: 'InvoiceClosedResolutionSet',
        data: { resolutionId: VALID, clearedIds: [], ...later },
      });
  });

  it('replaces the one before, in the same event', () => {
    given(configurationDecider, ...both, flagged(VALID))
      .when(setInvoiceClosed(INVALID))
      .then({
        type: 'InvoiceClosedResolutionSet',
        data: { resolutionId: INVALID, clearedIds: [VALID], ...later },
      });
  });

  it('stays when it is set again', () => {
    given(configurationDecider, ...both, flagged(VALID))
      .when(setInvoiceClosed(VALID))
      .thenNothing();
  });

  it('is none after it was deleted', () => {
    given(configurationDecider, ...both, flagged(VALID), {
      type: 'ResolutionDeleted',
      data: { resolutionId: VALID, ...later },
    })
      .when(setInvoiceClosed(INVALID))
      .then({
        type: 'InvoiceClosedResolutionSet',
        data: { resolutionId: INVALID, clearedIds: [], ...later },
      });
  });

  it('must be there', () => {
    given(configurationDecider).when(setInvoiceClosed(VALID)).thenRejects('resolution-not-found');
  });
});

describe('deleting a resolution', () => {
  const deleted = { type: 'ResolutionDeleted', data: { resolutionId: VALID, ...later } } as const;

  it.each([{ resolutionId: VALID }, { code: 'DISPVALID' }])('removes it: %j', (address) => {
    given(configurationDecider, resolutionCreated()).when(deleteResolution(address)).then(deleted);
  });

  it('is refused while a dispute is linked', () => {
    given(configurationDecider, resolutionCreated(), resolutionLinked('r-1', 'd-1'))
      .when(deleteResolution())
      .thenRejects('resolution-linked');
  });

  it('is refused while one of two reservations of the same dispute is left', () => {
    given(
      configurationDecider,
      resolutionCreated(),
      resolutionLinked('r-1', 'd-1'),
      resolutionLinked('r-2', 'd-1'),
      resolutionUnlinked('r-1', 'd-1'),
    )
      .when(deleteResolution())
      .thenRejects('resolution-linked');
  });

  it('is possible again when every reservation was released', () => {
    given(
      configurationDecider,
      resolutionCreated(),
      resolutionLinked('r-1', 'd-1'),
      resolutionUnlinked('r-1', 'd-1'),
    )
      .when(deleteResolution())
      .then(deleted);
  });

  it.each([{ resolutionId: VALID }, { code: 'DISPVALID' }])('needs it to be there: %j', (address) => {
    given(configurationDecider).when(deleteResolution(address)).thenRejects('resolution-not-found');
  });
});

describe('reserving a link to a resolution', () => {
  const reservation = { reservationId: 'reservation-1', disputeId: 'dispute-1', ...later };

  it('is recorded', () => {
    given(configurationDecider, resolutionCreated())
      .when(reserve(resolution))
      .then({ type: 'ResolutionLinked', data: { resolutionId: VALID, ...reservation } });
  });

  it('needs the resolution to be there', () => {
    given(configurationDecider).when(reserve(resolution)).thenRejects('resolution-not-found');
  });

  it('is released by its id', () => {
    given(configurationDecider, resolutionCreated(), resolutionLinked('reservation-1', 'dispute-1'))
      .when(release(resolution))
      .then({ type: 'ResolutionUnlinked', data: { resolutionId: VALID, ...reservation } });
  });

  it('adds nothing when it was released before', () => {
    given(configurationDecider, resolutionCreated()).when(release(resolution)).thenNothing();
  });
});
