import { expect } from '@jest/globals';
import type { RecordedEvent } from '#libs/event-store';
import { type Random, randomFrom } from '../support/random.js';
import { type ReadModelRows, readRows } from '../support/read-model-rows.js';
import { type Death, projectInProcess, type ProjectionLife } from './project.js';

/**
 * The writing statements per page: begin, locking the checkpoints, rows and checkpoint of each model, commit.
 */
const STATEMENTS_A_PAGE = 12;

/** A log, and the rows that a clean rebuild makes of it. */
export interface KnownLog {
  readonly events: readonly RecordedEvent[];
  readonly expected: ReadModelRows;
}

export interface Deaths {
  readonly summary: string;
  /** The rows that the last process left, which was not killed. */
  readonly rows: ReadModelRows;
}

/**
 * Repeatedly starts the projections over one read store, and kills them at a random moment. Expects after
 * each death that the rows match their checkpoint. Once they have every event, it continues with a new read
 * store.
 */
export const killAgainAndAgain = async (
  plan: { readonly seed: number; readonly kills: number },
  newLife: () => Promise<ProjectionLife>,
  { events, expected }: KnownLog,
): Promise<Deaths> => {
  const random = randomFrom(plan.seed);
  const startedAt = performance.now();
  let life = await newLife();
  let reached = 0n;
  let kills = 0;
  while (kills < plan.kills) {
    // Shares the remaining pages among the remaining kills, so that their number does not depend on the
    // machine.
    const pagesLeft = (events.length - Number(reached)) / life.pageSize;
    const pages = 1 + random.below(Math.ceil((2 * pagesLeft) / (plan.kills - kills + 1)));
    const haveEverything = await projectInProcess({ ...life, death: deathAt(pages, kills, random) });
    const position = expectRowsToStandFor(await readRows(life.readModelsPath), { events, expected });
    expect(position).toBeGreaterThanOrEqual(reached);
    reached = position;
    if (!haveEverything) kills += 1;
    else {
      expect(await readRows(life.readModelsPath)).toStrictEqual(expected);
      [life, reached] = [await newLife(), 0n];
    }
  }
  expect(await projectInProcess(life)).toBe(true);
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  return {
    summary: `projections killed ${kills} times over ${events.length} events, seed ${plan.seed}, ${seconds} s`,
    rows: await readRows(life.readModelsPath),
  };
};

/**
 * Returns the next death. Every other one comes from inside, each time in place of the next statement of a
 * page.
 */
const deathAt = (pages: number, kills: number, random: Random): Death =>
  kills % 2 === 0
    ? { pages, delayMs: random.below(4) }
    : { statement: 1 + pages * STATEMENTS_A_PAGE + ((kills >> 1) % (2 * STATEMENTS_A_PAGE)) };

/** Expects the rows to have exactly the events up to their checkpoint. Returns the checkpoint's position. */
const expectRowsToStandFor = (
  { checkpoints, disputes, timeline, activity }: ReadModelRows,
  { events, expected }: KnownLog,
): bigint => {
  const [position, ...others] = checkpoints.map((row) => BigInt(String(row['position'])));
  if (position === undefined) throw new Error('There is no checkpoint.');
  // All models get the same pages here, so they have the same position.
  expect(new Set(others)).toStrictEqual(new Set([position]));
  expect(timeline).toStrictEqual(expected.timeline.filter((row) => positionIn(row['entry']) <= position));
  expect(activity).toStrictEqual(
    expected.activity.filter((row) => BigInt(Number(row['position'])) <= position),
  );
  const lastOf = new Map<string, string>();
  for (const event of events)
    if (event.position <= position) lastOf.set(event.stream, String(event.position));
  const shown = disputes.map(({ tenant, dispute_id: id, view }) => [
    `dispute-${String(tenant)}.${String(id)}`,
    String(positionIn(view)),
  ]);
  expect(shown).toStrictEqual([...lastOf].sort());
  return position;
};

const positionIn = (json: unknown): bigint =>
  BigInt((JSON.parse(String(json)) as { position: string }).position);
