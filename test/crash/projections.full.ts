import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type PostgresProjections, postgresProjections } from '../integration/postgres-projections.js';
import { newSeed } from '../support/random.js';

const AN_HOUR_MS = 3_600_000;

let projections: PostgresProjections;

beforeAll(async () => {
  projections = await postgresProjections({ disputes: 100, eventsEach: 200 });
});

afterAll(() => projections.dispose());

describe('a projector on PostgreSQL that is killed 200 times, with duplicate and late deliveries', () => {
  it(
    'ends with the rows of a clean rebuild, with a correct checkpoint after every death',
    async () => {
      const { rows, summary } = await projections.kill({ seed: newSeed(), kills: 200 });

      process.stdout.write(`PostgreSQL: ${summary}\n`);
      expect(rows).toStrictEqual(projections.expected);
    },
    AN_HOUR_MS,
  );
});
