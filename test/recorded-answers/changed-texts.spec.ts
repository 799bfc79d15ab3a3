import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { changedTexts, withChangedTexts } from './support/changed-texts.js';

const recordings = new URL('recording/', import.meta.url);

describe('the texts that were changed on purpose', () => {
  it('all stand in the recording: one that does not is a change that nobody needs any more', () => {
    const texts = readdirSync(recordings).map((name) => readFileSync(new URL(name, recordings), 'utf8'));
    const unused = changedTexts.filter(
      ([from]) => !texts.some((text) => text.includes(JSON.stringify(from).slice(1, -1))),
    );

    expect(unused).toStrictEqual([]);
  });

  it('are replaced wherever they stand, once each and the longest first', () => {
    const changes = [
      ['a dispute', 'the dispute'],
      ['There is no such a dispute (yet).', 'Not found.'],
      ['the dispute', 'never reached'],
    ] as const;

    expect(
      withChangedTexts(
        {
          'a dispute': ['There is no such a dispute (yet).', { n: 1, text: 'It is a dispute.' }],
          none: null,
        },
        changes,
      ),
    ).toStrictEqual({ 'the dispute': ['Not found.', { n: 1, text: 'It is the dispute.' }], none: null });
  });
});
