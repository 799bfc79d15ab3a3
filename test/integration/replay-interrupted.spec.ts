import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readModels } from '#libs/deployment';
import { dataFiles } from '#libs/environment';
import { EmbeddedEventStore, type EventStore, connectEventStoreDb } from '#libs/event-store';
import { ProjectionRunner, ReadStore } from '#libs/read-store';
import { openDatabase } from '#libs/sqlite';
import { ReplayRecords } from '#libs/trail';
import { builtProcess } from '../support/built.js';
import { PATIENT } from '../support/eventstoredb/opened-store.js';
import { TestEventStore } from '../support/eventstoredb/test-event-store.js';
import { runInPostgres, startPostgres } from '../support/postgres.js';
import { prepareLog } from '../support/prepared-log.js';
import { openReadStore, type ReadModelRows, readRows } from '../support/read-model-rows.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { until } from '../support/until.js';

const CLI = builtProcess('cli');
const LOG = { disputes: 25, eventsEach: 20 };

/** Both stores of a ledger whose rows are up to date. */
interface Stores {
  readonly variables: Readonly<Record<string, string>>;
  readonly rows: string;
  openLog(): Promise<EventStore>;
  /** Runs a query on the database directly, without the read store. */
  query(statement: string): Promise<readonly object[]>;
  dispose(): Promise<void>;
}

const onFiles = async (): Promise<Stores> => {
  const directory = await temporaryDirectory();
  const files = dataFiles(directory.path);
  return {
    variables: { LEDGER_DATA_DIR: directory.path },
    rows: files.readModels,
    openLog: () => EmbeddedEventStore.open(files.events),
    query: async (statement) => {
      const database = await openDatabase(files.readModels, { synchronous: 'NORMAL' });
      try {
        return database.prepare(statement).all();
      } finally {
        database.close();
      }
    },
    dispose: () => directory.remove(),
  };
};

const onServers = async (): Promise<Stores> => {
  const [directory, postgres, server] = await Promise.all([
    temporaryDirectory(),
    startPostgres(),
    TestEventStore.start(),
  ]);
  const rows = await postgres.newDatabase();
  return {
    variables: { EVENT_STORE_URL: server.url, READ_STORE_URL: rows, LEDGER_DATA_DIR: directory.path },
    rows,
    openLog: () => connectEventStoreDb(server.url, PATIENT),
    query: (statement) => runInPostgres(rows, statement),
    dispose: async () => {
      await server.stop();
      await postgres.dispose();
      await directory.remove();
    },
  };
};

describe('ledger replay on files', () => {
  const subject = replaySubject(
    onFiles,
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'replay\\_%' ESCAPE '\\'`,
  );
  interruptions(subject);

  it('of a past day that is interrupted ends and leaves no file', async () => {
    const args = ['--as-of', '2025-01-01T00:04:00Z', '--batch', '100'];
    const { code } = await subject.replay(args, { phase: 'rebuilding', signal: 'SIGTERM' });

    expect(code).toBe(1);
    const directory = subject.stores.variables['LEDGER_DATA_DIR'] ?? '';
    expect(await readdir(join(directory, 'as-of'))).toStrictEqual([]);
  });
});

describe('ledger replay on EventStoreDB and PostgreSQL', () => {
  const subject = replaySubject(
    onServers,
    `SELECT tablename FROM pg_tables WHERE tablename LIKE 'replay\\_%'`,
  );
  interruptions(subject);

  it('that is killed in any phase can be started again, which leaves nothing behind', async () => {
    for (const phase of ['rebuilding', 'comparing', 'swapping', 'removing']) {
      const killed = await subject.replay(['--batch', '100', '--swap'], { phase, signal: 'SIGKILL' });
      expect([phase, killed.signal]).toStrictEqual([phase, 'SIGKILL']);
    }

    const again = await subject.replay(['--json', '--by', 'Ann', '--reason', 'after the kills']);
    const { recordedAs, ...result } = JSON.parse(again.stdout) as { readonly recordedAs: string };
    expect(result).toMatchObject({ outcome: 'equal', differenceCount: 0 });
    const trail = await new ReplayRecords(subject.log).all();
    expect(trail[0]).toMatchObject({
      started: { replayId: recordedAs, reason: 'after the kills' },
      startedBy: { actor: { name: 'Ann' }, credentialId: 'command-line' },
      ended: { outcome: 'equal' },
    });
    const killed = trail.filter(({ ended }) => ended === null);
    expect(killed.length).toBeGreaterThan(2);
    expect(killed.every(({ isFollowed }) => isFollowed)).toBe(true);
    expect(again.code).toBe(0);
    await subject.expectUntouched();
  });

  it('that is killed has its tables removed by the next start of the projections', async () => {
    await subject.replay(['--batch', '100'], { phase: 'comparing', signal: 'SIGKILL' });
    expect(await subject.shadows()).not.toStrictEqual([]);

    const readStore = await ReadStore.connect(subject.stores.rows, readModels);
    const runner = new ProjectionRunner(subject.log, readStore, { onFailure: () => undefined });
    runner.start();
    await until(async () => (await subject.shadows()).length === 0);
    await runner.stop();
    await readStore.close();
    await subject.expectUntouchedDisputes();
  });
});

/** Makes both stores of a ledger for a suite, and returns them with what the suite does there. */
function replaySubject(start: () => Promise<Stores>, shadowTables: string) {
  let stores: Stores;
  let log: EventStore;
  let rows: ReadModelRows;

  beforeAll(async () => {
    stores = await start();
    log = await stores.openLog();
    await prepareLog(log, LOG);
    const readStore = await openReadStore(stores.rows);
    for await (const page of log.readAll()) await readStore.apply(page.events, page.position);
    await readStore.close();
    rows = await readRows(stores.rows);
  });

  afterAll(async () => {
    await log.close();
    await stores.dispose();
  });

  return {
    get stores() {
      return stores;
    },
    get log() {
      return log;
    },
    shadows: () => stores.query(shadowTables),
    /** Like `expectUntouched`, after projections that added the replays themselves to the activity. */
    expectUntouchedDisputes: async (): Promise<void> => {
      const { activity: _, owners: __, checkpoints: ___, ...now } = await readRows(stores.rows);
      expect(await stores.query(shadowTables)).toStrictEqual([]);
      expect(rows).toMatchObject(now);
    },
    expectUntouched: async (): Promise<void> => {
      expect(await stores.query(shadowTables)).toStrictEqual([]);
      expect(await readRows(stores.rows)).toStrictEqual(rows);
    },
    replay: (args: readonly string[], end?: Ending) => replay(stores.variables, args, end),
  };
}

type Subject = ReturnType<typeof replaySubject>;

function interruptions(subject: Subject): void {
  it.each(['rebuilding', 'comparing'])(
    'that is interrupted while %s ends and leaves nothing behind',
    async (phase) => {
      const { code, stderr } = await subject.replay(['--batch', '100'], { phase, signal: 'SIGINT' });

      expect(stderr).toContain('Interrupted. Nothing was changed, and nothing is left behind.');
      expect(code).toBe(1);
      await subject.expectUntouched();
    },
  );
}

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Ending {
  readonly phase: string;
  readonly signal: NodeJS.Signals;
}

/** Runs `ledger replay` and sends the signal as soon as its progress names the phase. */
const replay = async (
  variables: Readonly<Record<string, string>>,
  args: readonly string[],
  end?: Ending,
): Promise<Ended> => {
  const command = ['--disable-warning=ExperimentalWarning', CLI, 'replay', '--progress', 'json', ...args];
  const child = spawn(process.execPath, command, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], ...variables },
  });
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  let stderr = '';
  let isSignalled = false;
  for await (const line of createInterface(child.stderr)) {
    stderr += `${line}\n`;
    if (end === undefined || isSignalled || !line.includes(`"${end.phase}"`)) continue;
    isSignalled = child.kill(end.signal);
  }
  const [code, signal] = await closed;
  // It ended before it received the signal.
  if (end !== undefined && code === 0) return replay(variables, args, end);
  return { code, signal, stdout, stderr };
};
