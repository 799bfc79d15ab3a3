import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Area, played } from './area.js';
import { asRecorded, lastingIn, readingOf, record, recorded, type Recording } from './recording.js';

/**
 * Everything that the product answers in an area, compared with what it answered when it was recorded.
 *
 * `UPDATE_RECORDING=1 npm test -- test/recorded-answers` records what is answered now: read the difference before it is
 * committed. Where `CI` is set nothing is ever recorded.
 */
const isRecording = process.env['UPDATE_RECORDING'] === '1' && process.env['CI'] === undefined;

/** Generous: it takes some seconds on an idle machine. */
const PLAY_MS = 120_000;

export const describeRecorded = (area: Area): void => {
  describe(`what ${area.name} answers`, () => {
    if (isRecording) itIsRecorded(area);
    else itIsAsRecorded(area);
  });
};

const itIsRecorded = (area: Area): void => {
  it(
    'is recorded where two runs agree',
    async () => {
      const runs = [await played(area), await played(area)] as const;
      const lasting = lastingIn(runs);

      expect(readingOf(runs[1], lasting)).toBe(readingOf(runs[0], lasting));
      record(area.name, runs[0], lasting);
    },
    2 * PLAY_MS,
  );
};

const itIsAsRecorded = (area: Area): void => {
  const known = recorded(area.name);
  let answers: Recording;

  beforeAll(async () => {
    answers = asRecorded(area.name, await played(area));
  }, PLAY_MS);

  it.each([...known.keys()])('is as recorded: %s', (name) => {
    expect(answers.get(name)).toBe(known.get(name));
  });

  it('is recorded, all of it and in this order', () => {
    expect([...answers.keys()]).toStrictEqual([...known.keys()]);
  });
};
