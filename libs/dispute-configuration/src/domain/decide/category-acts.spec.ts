import { describe, expect, it } from '@jest/globals';
import {
  DAMAGED,
  deleteCategory,
  later,
  PRICING,
  pricing,
  reasonCreated,
  release,
  reserve,
  SHIPPING,
  shipping,
  updateCategory,
  updateReason,
  upsertCategory,
  upsertReason,
} from '../../../../../test/support/dispute-configuration.js';
import { given } from '../../../../../test/support/given-when-then.js';
import type { ConfigurationCommand } from '../configuration-command.js';
import { configurationDecider } from '../configuration-decider.js';
import type { ConfigurationEvent } from '../configuration-event.js';
import { limits } from '../limits.js';

const noTerms = { description: null, defaultInternalReasonId: null, defaultExternalReasonId: null };
const deleted = { type: 'CategoryDeleted', data: { categoryId: SHIPPING, ...later } } as const;
const damaged = { kind: 'reason', reasonId: DAMAGED } as const;

/** Returns the events that the commands lead to, one after the other. */
const after = (...commands: readonly ConfigurationCommand[]): readonly ConfigurationEvent[] => {
  const events: ConfigurationEvent[] = [];
  for (const command of commands) {
    const state = events.reduce(configurationDecider.evolve, configurationDecider.initial);
    const decision = configurationDecider.decide(command, state);
    if (decision.outcome === 'rejected') throw new Error(decision.message);
    events.push(...decision.events);
  }
  return events;
};

describe('updating a category', () => {
  it('changes what is given and keeps the rest', () => {
    given(configurationDecider, shipping)
      .when(updateCategory({ description: 'On the way', code: 'SHIPPING' }))
      .then({
        type: 'CategoryUpdated',
        data: {
          categoryId: SHIPPING,
          before: noTerms,
          after: { ...noTerms, description: 'On the way' },
          ...later,
        },
      });
  });

  it('adds nothing when nothing changes', () => {
    given(configurationDecider, shipping).when(updateCategory()).thenNothing();
  });

  it('needs it to be there, and does not change its code', () => {
    given(configurationDecider).when(updateCategory()).thenRejects('category-not-found');
    given(configurationDecider, shipping)
      .when(updateCategory({ code: 'OTHER' }))
      .thenRejects('code-is-fixed');
  });

  it('keeps the request body', () => {
    given(configurationDecider, shipping)
      .when(updateCategory({ description: 'x', received: '{"description":"x","colour":1}' }))
      .then({
        type: 'CategoryUpdated',
        data: {
          categoryId: SHIPPING,
          before: noTerms,
          after: { ...noTerms, description: 'x' },
          ...later,
          received: '{"description":"x","colour":1}',
        },
      });
  });
});

describe('deleting a category', () => {
  it.each([{ categoryId: SHIPPING }, { code: 'SHIPPING' }])('removes it: %j', (address) => {
    given(configurationDecider, shipping).when(deleteCategory(address)).then(deleted);
  });

  it('needs it to be there', () => {
    given(configurationDecider, pricing).when(deleteCategory()).thenRejects('category-not-found');
    given(configurationDecider, shipping, deleted)
      .when(deleteCategory({ code: 'SHIPPING' }))
      .thenRejects('category-not-found');
  });

  it('is refused while it has reasons', () => {
    given(configurationDecider, shipping, reasonCreated())
      .when(deleteCategory())
      .thenRejects('category-in-use');
  });

  it('is refused while a dispute names it, though its reason was moved', () => {
    const moved = after(
      upsertCategory(),
      upsertCategory({ newId: PRICING, code: 'PRICING' }),
      upsertReason(),
      reserve(damaged),
      updateReason({ category: { categoryId: PRICING } }),
    );

    given(configurationDecider, ...moved)
      .when(deleteCategory())
      .thenRejects('category-in-use');
    const state = moved.reduce(configurationDecider.evolve, configurationDecider.initial);
    const released = configurationDecider.decide(release(damaged), state);
    const events = released.outcome === 'accepted' ? released.events : [];
    given(configurationDecider, ...moved, ...events)
      .when(deleteCategory())
      .then(deleted);
  });

  it('gives the code free: created again, it is another category', () => {
    given(configurationDecider, shipping, deleted)
      .when(upsertCategory({ newId: 'another' }))
      .then({
        type: 'CategoryUpserted',
        data: { categoryId: 'another', code: 'SHIPPING', before: null, after: noTerms, ...later },
      });
  });
});

describe('a default reason', () => {
  it.each([
    ['defaultInternalReasonId', 'External'],
    ['defaultExternalReasonId', 'Internal'],
  ] as const)('as %s is not one that is %s', (field, visibility) => {
    const known = [shipping, reasonCreated({ visibility })];

    given(configurationDecider, ...known)
      .when(updateCategory({ [field]: DAMAGED }))
      .thenRejects('default-reason-unknown');
    given(configurationDecider, ...known)
      .when(upsertCategory({ [field]: DAMAGED }))
      .thenRejects('default-reason-unknown');
  });

  it('may be one for all, and then keeps a visibility that fits', () => {
    const known = after(
      upsertCategory(),
      upsertReason({ visibility: 'All' }),
      updateCategory({ defaultExternalReasonId: DAMAGED }),
    );

    given(configurationDecider, ...known)
      .when(updateReason({ visibility: 'Internal' }))
      .thenRejects('reason-is-default');
    // An upsert without a visibility returns to Internal.
    given(configurationDecider, ...known)
      .when(upsertReason({ active: true }))
      .thenRejects('reason-is-default');
  });

  it('of a category is its own', () => {
    given(configurationDecider, shipping, pricing, reasonCreated())
      .when(updateCategory({ categoryId: PRICING, defaultInternalReasonId: DAMAGED }))
      .thenRejects('default-reason-unknown');
  });
});

describe('a description', () => {
  const afterOf = (...commands: readonly ConfigurationCommand[]): unknown => {
    const last = after(...commands).at(-1);
    return last !== undefined && 'after' in last.data ? last.data.after : null;
  };

  it('has the language in which it was written first as its own', () => {
    const german = upsertCategory({ description: 'Versand', contentLanguage: 'de' });

    expect(afterOf(german)).toStrictEqual({ ...noTerms, description: 'Versand', language: 'de' });
    expect(afterOf(german, updateCategory({ description: 'Lieferung' }))).toStrictEqual({
      ...noTerms,
      description: 'Lieferung',
      language: 'de',
    });
  });

  it('gains and loses translations, and keeps its own text', () => {
    const english = upsertCategory({ description: 'Shipping' });
    const german = updateCategory({ description: 'Versand', contentLanguage: 'de' });
    const none = updateCategory({ description: null, contentLanguage: 'de' });

    expect(afterOf(english, german)).toStrictEqual({
      ...noTerms,
      description: 'Shipping',
      translations: { de: 'Versand' },
    });
    expect(afterOf(english, german, none)).toStrictEqual({
      ...noTerms,
      description: 'Shipping',
      translations: {},
    });
    given(configurationDecider, ...after(english, german))
      .when(german)
      .thenNothing();
    given(configurationDecider, ...after(english))
      .when(none)
      .thenNothing();
  });

  it('of a reason has translations, too', () => {
    const known = [upsertCategory(), upsertReason({ description: 'Damaged' })];
    const german = updateReason({ description: 'Beschädigt', contentLanguage: 'de' });

    expect(afterOf(...known, german)).toMatchObject({
      description: 'Damaged',
      translations: { de: 'Beschädigt' },
    });
    expect(
      afterOf(...known, upsertReason({ description: 'Beschädigt', contentLanguage: 'de' })),
    ).toMatchObject({ description: 'Damaged', translations: { de: 'Beschädigt' } });
  });

  it('has so many translations at most', () => {
    const tags = Array.from({ length: limits.maxTranslations + 1 }, (_, index) => `x-${index}`);
    const written = tags.map((contentLanguage) => updateCategory({ description: 'x', contentLanguage }));
    const known = after(upsertCategory({ description: 'Shipping' }), ...written.slice(0, -1));

    given(configurationDecider, ...known)
      .when(written.at(-1) ?? updateCategory())
      .thenRejects('too-many-translations');
  });
});
