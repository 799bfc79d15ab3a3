import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readModels } from '#libs/deployment';
import { dataFiles } from '#libs/environment';
import { EmbeddedEventStore } from '#libs/event-store';
import { ReadStore } from '#libs/read-store';
import { openDatabase } from '#libs/sqlite';
import { builtProcess } from '../support/built.js';
import { updateRecorded } from '../support/disputes.js';
import { newEvent, prepareLog } from '../support/prepared-log.js';
import { newSeed, randomFrom } from '../support/random.js';
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory.js';

const CLI = builtProcess('cli');
const KILLS = 5;
const EVENTS = 2_000;

let directory: TemporaryDirectory;

const inRows = async (statement: string): Promise<readonly Record<string, unknown>[]> => {
  const database = await openDatabase(dataFiles(directory.path).readModels, { synchronous: 'NORMAL' });
  try {
    return database.prepare(statement).all();
  } finally {
    database.close();
  }
};

interface Conditions {
  /** How long it may live. */
  readonly killAfterMs?: number;
  readonly zone?: string;
}

/** Runs `ledger replay` as an operator does. */
const replay = async (args: readonly string[], { killAfterMs, zone = '' }: Conditions = {}) => {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CLI, 'replay', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], LEDGER_DATA_DIR: directory.path, LEDGER_TIME_ZONE: zone },
  });
  const written = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (written.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (written.stderr += text));
  if (killAfterMs !== undefined) void pause(killAfterMs).then(() => child.kill('SIGKILL'));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...written };
};

const documentOf = ({ stdout }: { readonly stdout: string }) => JSON.parse(stdout) as Record<string, unknown>;

beforeAll(async () => {
  directory = await temporaryDirectory();
  const { events, readModels: rows } = dataFiles(directory.path);
  const log = await EmbeddedEventStore.open(events);
  await prepareLog(log, { disputes: 100, eventsEach: EVENTS / 100 });
  const store = await ReadStore.open(rows, readModels);
  for await (const page of log.readAll()) await store.apply(page.events, page.position);
  await store.close();
  await log.close();
});

afterAll(() => directory.remove());

describe('ledger replay', () => {
  it('proves that the rebuilt state equals the live one, and reports its progress apart from the result', async () => {
    const run = await replay(['--json', '--progress', 'json', '--batch', '100']);

    expect(run.code).toBe(0);
    expect(documentOf(run)).toMatchObject({ outcome: 'equal', events: EVENTS, differenceCount: 0 });
    const told = run.stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { phase: string });
    expect(new Set(told.map(({ phase }) => phase))).toStrictEqual(
      new Set(['rebuilding', 'comparing', 'removing']),
    );
  });

  it('ends with 1 and names the altered row; --swap mends it and ends with 0', async () => {
    await inRows(`UPDATE disputes SET status = 'a <b>' WHERE dispute_id = 'LOG-00042'`);
    const page = `${directory.path}/report.html`;

    const found = await replay(['--json', '--report', page]);
    expect(found.code).toBe(1);
    expect(documentOf(found)).toMatchObject({
      differenceCount: 1,
      differences: [
        {
          table: 'disputes',
          stream: 'dispute-smartodr.LOG-00042',
          fields: [{ column: 'status', path: '', from: 'a <b>', event: { revision: '0' } }],
          event: { stream: 'dispute-smartodr.LOG-00042', revision: '0' },
        },
      ],
    });
    const report = await readFile(page, 'utf8');
    expect(report).toContain('a &lt;b&gt;');
    expect(report).not.toContain('a <b>');

    expect((await replay(['--swap'])).code).toBe(0);
    expect((await replay([])).code).toBe(0);
  });

  it('can be started again after it was killed at any moment', async () => {
    const seed = newSeed();
    const random = randomFrom(seed);
    const start = performance.now();
    await replay([]);
    const lifeMs = performance.now() - start;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const args = kill % 2 === 0 ? ['--batch', '20'] : ['--batch', '20', '--swap'];
      await replay(args, { killAfterMs: lifeMs * 0.3 + random.below(Math.ceil(lifeMs)) });
    }

    const run = await replay(['--json']);
    expect({ seed, ...documentOf(run) }).toMatchObject({ outcome: 'equal', differenceCount: 0 });
    expect(
      await inRows(`SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'replay%'`),
    ).toHaveLength(0);
  });

  it('builds a past moment into a file that can be queried on its own', async () => {
    // Each dispute's events are a minute apart from midnight on.
    const run = await replay(['--as-of', '2025-01-01T00:04:00Z', '--json']);

    expect(run.code).toBe(0);
    const { file } = documentOf(run) as { file: string };
    const database = await openDatabase(file, { synchronous: 'NORMAL' });
    const latest = database
      .prepare('SELECT count(*) AS lines, max(revision) AS revision FROM dispute_timeline')
      .get();
    database.close();
    expect(latest).toMatchObject({ lines: 500, revision: 4 });
  });

  it.each([
    ['2024-12-31', 'UTC', 0],
    ['2024-12-31', 'Asia/Kolkata', 0],
    ['2024-12-31', 'America/New_York', EVENTS],
    ['2025-01-01T00:04:00.9999Z', 'America/New_York', EVENTS / 4],
  ])('means the end of the day %s in %s', async (asOf, zone, events) => {
    const run = await replay(['--as-of', asOf, '--json'], { zone });

    expect(documentOf(run)).toMatchObject({ events });
  });

  it('means now by the day that it is', async () => {
    const begun = new Date().toISOString();
    const run = await replay(['--as-of', begun.slice(0, 10), '--json']);
    const { asOf, events } = documentOf(run) as { asOf: string; events: number };

    // The replays of this file are in the log, too.
    expect([run.code, events > EVENTS]).toStrictEqual([0, true]);
    expect([begun, asOf, new Date().toISOString()].toSorted()[1]).toBe(asOf);
  });

  it('names a time zone that does not exist', async () => {
    const { code, stderr } = await replay(['--as-of', '2025-01-01'], { zone: 'Mars/Olympus' });

    expect([code, stderr]).toStrictEqual([
      1,
      'LEDGER_TIME_ZONE must be the name of a time zone in the IANA database, as in Asia/Kolkata\n',
    ]);
  });

  it.each([
    [['--batch', '0'], '--batch'],
    [['--as-of', 'yesterday'], '--as-of'],
    [['--as-of', ''], '--as-of'],
    [['--as-of', '2026-02-30'], 'there is no day 2026-02-30'],
    [['--as-of', '2025-01-01T24:00:00Z'], 'there is no time 24:00:00'],
    [['--as-of', '2016-12-31T23:59:60Z'], 'leap seconds'],
    [['--as-of', '2025-01-01 00:00:00Z'], '--as-of'],
    [['--as-of', '2999-01-01'], 'future'],
    [['--as-of', '2025-01-01', '--swap'], '--swap'],
    [['--report', 'report.txt'], '--report'],
    [['--progress', 'loud'], '--progress'],
  ])('ends with 2 for %j', async (args, named) => {
    const { code, stderr } = await replay(args);

    expect(code).toBe(2);
    expect(stderr).toContain(named);
  });

  it('goes on past an event that cannot be read, and names it, its stream and its position', async () => {
    const { events } = dataFiles(directory.path);
    const log = await EmbeddedEventStore.open(events);
    const stream = 'dispute-smartodr.POISON-1';
    const poison = { ...newEvent(stream, 0, updateRecorded()), type: 'DisputeForetold.v9' };
    await log.append(stream, [poison], 'no-stream');
    const head = await log.headPosition();
    await log.close();
    // As if projections of another version had already passed it.
    await inRows(`UPDATE checkpoints SET position = '${head}'`);

    const { code, stdout } = await replay(['--swap']);

    expect(code).toBe(0);
    expect(stdout).toContain(`DisputeForetold.v9 at ${stream}, revision 0, position ${head}: `);
    expect(await inRows('SELECT stream, position FROM held_streams')).toEqual([
      { stream, position: String(head) },
    ]);
    expect(
      await inRows(`SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'replay%'`),
    ).toHaveLength(0);
  });
});
