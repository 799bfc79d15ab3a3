import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Area, played } from './area.js';
import { asRecorded, lastingIn, readingOf, record, recorded, type Recording } from './recording.js';

/** Set by `UPDATE_RECORDING=1 npm test -- test/recorded-answers`, and never where `CI` is set. */
const isRecording = process.env['UPDATE_RECORDING'] === '1' && process.env['CI'] === undefined;

/** Generous: an area takes some seconds on an idle machine. */
const PLAY_MS = 240_000;

/** Compares everything that the product answers in an area with the recording, or records it again. */
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
