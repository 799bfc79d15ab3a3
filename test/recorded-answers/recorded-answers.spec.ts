/**
 * Everything that the product answers, compared with what it answered before. A change that is wanted is recorded with
 * `UPDATE_RECORDING=1 npm test -- test/recorded-answers/recorded-answers`; read the difference before it is committed.
 */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { areas } from './areas/index.js';
import { played } from './support/area.js';
import { asRecorded, record, recorded, type Recording } from './support/recording.js';

const isRecording = process.env['UPDATE_RECORDING'] === '1' && process.env['CI'] === undefined;
/** Two runs, when they are recorded. */
const PLAY_MS = 120_000;

if (isRecording)
  describe('the recording', () => {
    it.each(areas)(
      'of $name has what two runs answer',
      async (area) => {
        record(area.name, [await played(area), await played(area)]);

        expect(recorded(area.name).size).toBeGreaterThan(0);
      },
      PLAY_MS,
    );
  });
else
  describe.each(areas)('$name answers as recorded', (area) => {
    const known = recorded(area.name);
    let answers: Recording;

    beforeAll(async () => {
      answers = asRecorded(area.name, await played(area));
    }, PLAY_MS);

    it.each([...known.keys()])('%s', (name) => {
      expect(answers.get(name)).toBe(known.get(name));
    });

    it('and nothing else is asked', () => {
      expect([...answers.keys()]).toStrictEqual([...known.keys()]);
    });
  });
