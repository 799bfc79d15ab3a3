import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EventIndex } from './event-index.js';

describe('the index of events', () => {
  it('finds every event that was added, and no other', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 3_000 }), (ids) => {
        const [unknown = '', ...known] = ids;
        const index = new EventIndex();
        known.forEach((id, leaf) => {
          index.add(id, leaf);
        });
        expect(known.map((id) => index.find(id))).toStrictEqual(known.map((_, leaf) => leaf));
        expect(index.find(unknown)).toBeUndefined();
      }),
      { numRuns: 50 },
    );
  });

  it('distinguishes events whose ids begin alike', () => {
    const ids = ['1', '2', '3'].map((last) => `00000000-0000-5000-8000-00000000000${last}`);
    const index = new EventIndex();
    ids.forEach((id, leaf) => {
      index.add(id, leaf);
    });
    expect(ids.map((id) => index.find(id))).toStrictEqual([0, 1, 2]);
  });
});
