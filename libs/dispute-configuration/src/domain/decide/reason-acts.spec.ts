import { describe, it } from '@jest/globals';
import {
  DAMAGED,
  deleteReason,
  later,
  PRICING,
  pricing,
  reasonCreated,
  reasonTerms,
  release,
  reserve,
  SHIPPING,
  shipping,
  updateReason,
  upsertCategory,
  upsertReason,
  when,
} from '../../../../../test/support/dispute-configuration.js';
import { given } from '../../../../../test/support/given-when-then.js';
import { configurationDecider } from '../configuration-decider.js';
import type { ConfigurationEvent } from '../configuration-event.js';

const reason = { kind: 'reason', reasonId: DAMAGED } as const;

const noDefaults = { description: null, defaultInternalReasonId: null, defaultExternalReasonId: null };

const damagedAsDefault: ConfigurationEvent = {
  type: 'CategoryUpserted',
  data: {
    categoryId: SHIPPING,
    code: 'SHIPPING',
    before: noDefaults,
    after: { ...noDefaults, defaultInternalReasonId: DAMAGED },
    ...when,
  },
};

describe('upserting a category', () => {
  it('creates it', () => {
    given(configurationDecider)
      .when(upsertCategory({ description: 'On the way' }))
      .then({
        type: 'CategoryUpserted',
        data: {
          categoryId: SHIPPING,
          code: 'SHIPPING',
          before: null,
          after: { ...noDefaults, description: 'On the way' },
          ...later,
        },
      });
  });

  it('gives a default reason to the one that has the code', () => {
    given(configurationDecider, shipping, reasonCreated())
      .when(upsertCategory({ newId: 'another', defaultInternalReasonId: DAMAGED }))
      .then({ ...damagedAsDefault, data: { ...damagedAsDefault.data, ...later } });
  });

  it('adds nothing when nothing changes', () => {
    given(configurationDecider, shipping).when(upsertCategory()).thenNothing();
  });

  it.each(['defaultInternalReasonId', 'defaultExternalReasonId'])(
    'does not fall back on a reason of another category: %s',
    (field) => {
      given(configurationDecider, shipping, pricing, reasonCreated({ categoryId: PRICING }))
        .when(upsertCategory({ [field]: DAMAGED }))
        .thenRejects('default-reason-unknown');
    },
  );
});

describe('upserting a reason', () => {
  const created = (after: object) => ({
    type: 'ReasonUpserted' as const,
    data: {
      reasonId: DAMAGED,
      code: 'DAMAGED',
      before: null,
      after: { ...reasonTerms, description: null, active: false, ...after },
      ...later,
    },
  });

  it.each([{ categoryId: SHIPPING }, { categoryCode: 'SHIPPING' }])('creates it in %j', (category) => {
    given(configurationDecider, shipping).when(upsertReason({ category })).then(created({}));
  });

  it('accepts an id and a code of the same category', () => {
    given(configurationDecider, shipping)
      .when(upsertReason({ category: { categoryId: SHIPPING, categoryCode: 'SHIPPING' } }))
      .then(created({}));
  });

  it('refuses an id and a code of two categories', () => {
    given(configurationDecider, shipping, pricing)
      .when(upsertReason({ category: { categoryId: SHIPPING, categoryCode: 'PRICING' } }))
      .thenRejects('categories-disagree');
  });

  it.each([{}, { categoryId: 'none' }, { categoryCode: 'NONE' }])(
    'needs a category of the tenant: %j',
    (category) => {
      given(configurationDecider, shipping).when(upsertReason({ category })).thenRejects('category-unknown');
    },
  );

  it('changes the one of the category that has the code', () => {
    given(configurationDecider, shipping, reasonCreated())
      .when(upsertReason({ newId: 'another', visibility: 'External' }))
      .then({
        type: 'ReasonUpserted',
        data: {
          reasonId: DAMAGED,
          code: 'DAMAGED',
          before: reasonTerms,
          after: { ...reasonTerms, active: false, visibility: 'External' },
          ...later,
        },
      });
  });

  it('creates another one for the same code in another category', () => {
    given(configurationDecider, shipping, pricing, reasonCreated({}, 'first'))
      .when(upsertReason({ category: { categoryId: PRICING } }))
      .then(created({ categoryId: PRICING }));
  });

  it('adds nothing when nothing changes', () => {
    given(configurationDecider, shipping, reasonCreated())
      .when(upsertReason({ active: true }))
      .thenNothing();
  });
});

describe('updating a reason', () => {
  const both = [shipping, pricing, reasonCreated()];

  it('changes what is given and keeps the rest', () => {
    given(configurationDecider, ...both)
      .when(updateReason({ description: 'Damaged during Shipping' }))
      .then({
        type: 'ReasonUpdated',
        data: {
          reasonId: DAMAGED,
          before: reasonTerms,
          after: { ...reasonTerms, description: 'Damaged during Shipping' },
          ...later,
        },
      });
  });

  it('moves it to another category', () => {
    given(configurationDecider, ...both)
      .when(updateReason({ category: { categoryCode: 'PRICING' } }))
      .then({
        type: 'ReasonUpdated',
        data: {
          reasonId: DAMAGED,
          before: reasonTerms,
          after: { ...reasonTerms, categoryId: PRICING },
          ...later,
        },
      });
  });

  it('does not move it to a category in which its code is taken', () => {
    given(configurationDecider, ...both, reasonCreated({ categoryId: PRICING }, 'other'))
      .when(updateReason({ category: { categoryId: PRICING } }))
      .thenRejects('reason-code-taken');
  });

  it('does not move it away from a category of which it is a default', () => {
    given(configurationDecider, ...both, damagedAsDefault)
      .when(updateReason({ category: { categoryId: PRICING } }))
      .thenRejects('reason-is-default');
  });

  it('adds nothing when nothing changes', () => {
    given(configurationDecider, ...both)
      .when(updateReason({ code: 'DAMAGED' }))
      .thenNothing();
  });

  it('does not change its code', () => {
    given(configurationDecider, ...both)
      .when(updateReason({ code: 'LOST' }))
      .thenRejects('code-is-fixed');
  });

  it('needs a category of the tenant', () => {
    given(configurationDecider, ...both)
      .when(updateReason({ category: {} }))
      .thenRejects('category-unknown');
  });

  it('needs the reason to be there', () => {
    given(configurationDecider, shipping).when(updateReason()).thenRejects('reason-not-found');
  });
});

describe('deleting a reason', () => {
  const deleted = { type: 'ReasonDeleted', data: { reasonId: DAMAGED, ...later } } as const;
  const linked: ConfigurationEvent = {
    type: 'ReasonLinked',
    data: { reasonId: DAMAGED, reservationId: 'reservation-1', disputeId: 'dispute-1', ...later },
  };

  it.each([{ reasonId: DAMAGED }, { categoryCode: 'SHIPPING', code: 'DAMAGED' }])(
    'removes it: %j',
    (address) => {
      given(configurationDecider, shipping, reasonCreated()).when(deleteReason(address)).then(deleted);
    },
  );

  it.each([{ reasonId: DAMAGED }, { categoryCode: 'PRICING', code: 'DAMAGED' }])(
    'needs it to be there: %j',
    (address) => {
      given(configurationDecider, shipping, pricing)
        .when(deleteReason(address))
        .thenRejects('reason-not-found');
    },
  );

  it('is refused while a dispute is linked', () => {
    given(configurationDecider, shipping, reasonCreated(), linked)
      .when(deleteReason())
      .thenRejects('reason-linked');
  });

  it('is refused while it is a default of its category', () => {
    given(configurationDecider, shipping, reasonCreated(), damagedAsDefault)
      .when(deleteReason())
      .thenRejects('reason-is-default');
  });

  it('reserves and releases a link to the reason', () => {
    given(configurationDecider, shipping, reasonCreated()).when(reserve(reason)).then(linked);
    given(configurationDecider, shipping, reasonCreated(), linked)
      .when(release(reason))
      .then({ ...linked, type: 'ReasonUnlinked' });
  });

  it('reserves no link to a reason that is not there', () => {
    given(configurationDecider, shipping).when(reserve(reason)).thenRejects('reason-not-found');
  });
});
