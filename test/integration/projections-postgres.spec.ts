import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type PostgresProjections, postgresProjections } from './postgres-projections.js';
import { project, projectInProcess } from './project.js';
import { readRows } from '../support/read-model-rows.js';
import { newSeed } from '../support/random.js';

let projections: PostgresProjections;

beforeAll(async () => {
  projections = await postgresProjections({ disputes: 50, eventsEach: 60 });
});

afterAll(() => projections.dispose());

describe('projections on PostgreSQL', () => {
  it('end with the rows that SQLite has, by following the log', async () => {
    const { store, expected, newLife } = projections;
    const { readModelsPath: url } = await newLife();
    await project(store, url);

    expect(await readRows(url)).toStrictEqual(expected);
  });

  it('end with the same rows when two processes work on them, one after the other', async () => {
    const life = await projections.newLife();

    expect(await Promise.all([projectInProcess(life), projectInProcess(life)])).toStrictEqual([true, true]);
    expect(await readRows(life.readModelsPath)).toStrictEqual(projections.expected);
  });

  it('end with the same rows when they are killed, with a correct checkpoint after every death', async () => {
    const { rows, summary } = await projections.kill({ seed: newSeed(), kills: 20 });

    process.stdout.write(`PostgreSQL: ${summary}\n`);
    expect(rows).toStrictEqual(projections.expected);
  });
});
