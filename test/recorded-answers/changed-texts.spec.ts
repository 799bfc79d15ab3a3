import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { changedTexts, withChangedTexts } from './support/changed-texts.js';

const recordings = new URL('recording/', import.meta.url);

/** Every answer of every area, by its name. */
const answers = readdirSync(recordings).flatMap((file) => {
  const text = readFileSync(new URL(file, recordings), 'utf8');
  return Object.entries((JSON.parse(text) as { answers: Readonly<Record<string, unknown>> }).answers);
});

describe('the texts that were changed on purpose', () => {
  it('are all in the recording: one that is not is a change that nobody needs any more', () => {
    const unused = changedTexts.filter(
      (change) =>
        !answers.some(
          ([name, answer]) =>
            JSON.stringify(withChangedTexts(name, answer, [change])) !== JSON.stringify(answer),
        ),
    );

    expect(unused).toStrictEqual([]);
  });

  it('are replaced once each, the longest first, at any depth and across lines', () => {
    const changes = [
      { from: 'a dispute', to: 'the dispute' },
      { from: 'There is no such a dispute (yet).', to: 'Not found.' },
      { from: 'the dispute', to: 'never reached' },
      { from: 'one\ntwo', to: 'one, two\nand three' },
    ];

    expect(
      withChangedTexts(
        'it',
        {
          'a dispute': ['There is no such a dispute (yet).', { n: 1, text: 'It is a dispute.' }],
          none: null,
          body: { lines: ['zero', 'one', 'two'] },
        },
        changes,
      ),
    ).toStrictEqual({
      'the dispute': ['Not found.', { n: 1, text: 'It is the dispute.' }],
      none: null,
      body: { lines: ['zero', 'one, two', 'and three'] },
    });
  });

  it('may be of one answer only', () => {
    const changes = [{ from: 'old', to: 'new', in: 'here' }];

    expect(withChangedTexts('here', 'old', changes)).toBe('new');
    expect(withChangedTexts('there', 'old', changes)).toBe('old');
  });
});
