import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { type PostgresServer, startPostgres } from '../../../../test/support/postgres.js';
import { until } from '../../../../test/support/until.js';
import { noted, notes, notesIn } from '../../contract/notes.js';
import { limits } from '../limits.js';
import { ReadStore } from '../read-store.js';
import { ReadStoreUnavailableError } from '../read-store-unavailable-error.js';

/** Longer than a writer may be silent before another takes its place. */
const LONG_MS = limits.silenceMs + 2 * limits.heartbeatMs;

let server: PostgresServer;
let url: string;
let stores: ReadStore[];
let stopping: AbortController;

const connect = async (models = [notes], database = url): Promise<ReadStore> => {
  const store = await ReadStore.connect(database, models);
  stores.push(store);
  return store;
};

const becomeWriter = (store: ReadStore): Promise<AbortSignal> => store.becomeWriter(stopping.signal);

/** Lists the sessions that hold the lock or wait for it. */
const sessions = () =>
  server.administer(
    `select pid from pg_stat_activity where application_name = 'dispute-ledger projections'
     and datname = '${url.split('/').at(-1) ?? ''}' order by backend_start`,
  );

const cutOff = async (pid: unknown): Promise<void> => {
  await server.administer(`select pg_terminate_backend(${Number(pid)})`);
};

interface Gate {
  readonly opened: Promise<void>;
  open(): void;
}

const newGate = (): Gate => {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
};

const positions = async (store: ReadStore): Promise<number[]> =>
  (await notesIn(store).select('position').orderBy('position').execute()).map(({ position }) => position);

beforeAll(async () => {
  server = await startPostgres();
});

beforeEach(async () => {
  url = await server.newDatabase();
  stores = [];
  stopping = new AbortController();
});

afterEach(async () => {
  stopping.abort();
  await Promise.all(stores.map((store) => store.close()));
});

afterAll(() => server.dispose());

describe('the turn to write', () => {
  it('belongs to one process at a time; the next begins when the first ends', async () => {
    const [first, second] = [await connect(), await connect()];
    await becomeWriter(first);
    let others = 0;
    const waiting = second.becomeWriter(stopping.signal, () => (others += 1));
    await until(() => others > 1);

    await expect(second.apply([noted(1n)], 1n)).rejects.toThrow(ReadStoreUnavailableError);
    await first.apply([noted(1n)], 1n);
    await first.close();
    await waiting;
    await second.apply([noted(1n), noted(2n)], 2n);
    expect(await positions(second)).toStrictEqual([1, 2]);
  });

  it('is over when the session is lost: nothing more is written, not even what was begun', async () => {
    const gate = newGate();
    const entered = newGate();
    const slow = {
      ...notes,
      apply: async (...given: Parameters<typeof notes.apply>) => {
        await notes.apply(...given);
        entered.open();
        await gate.opened;
      },
    };
    const [first, second] = [await connect([slow]), await connect()];
    const over = await becomeWriter(first);
    const begun = first.apply([noted(1n)], 1n);
    await entered.opened;
    const [session] = await sessions();
    await cutOff(session?.['pid']);
    await until(() => over.aborted);
    await becomeWriter(second);
    await second.apply([noted(1n), noted(2n)], 2n);
    gate.open();

    await expect(begun).rejects.toThrow(ReadStoreUnavailableError);
    await expect(first.apply([noted(3n)], 3n)).rejects.toThrow(ReadStoreUnavailableError);
    expect(await positions(second)).toStrictEqual([1, 2]);
    expect(await second.position()).toBe(2n);
  });

  it('is over for a writer that falls silent in the middle of a batch; the next takes over', async () => {
    const gate = newGate();
    const hanging = { ...notes, apply: () => gate.opened };
    const [first, second] = [await connect([hanging]), await connect()];
    const over = await becomeWriter(first);
    const begun = first.apply([noted(1n)], 1n);
    await becomeWriter(second);
    gate.open();

    await expect(begun).rejects.toThrow(ReadStoreUnavailableError);
    await until(() => over.aborted);
    await second.apply([noted(1n)], 1n);
    expect(await positions(second)).toStrictEqual([1]);
  });

  it('goes on while there is nothing to write', async () => {
    const store = await connect();
    const over = await becomeWriter(store);
    await new Promise((resolve) => setTimeout(resolve, LONG_MS));

    expect(over.aborted).toBe(false);
    await store.apply([noted(1n)], 1n);
    expect(await positions(store)).toStrictEqual([1]);
  });

  it('is waited for by a standby until the standby is stopped', async () => {
    const [first, second] = [await connect(), await connect()];
    await becomeWriter(first);
    const waiting = becomeWriter(second);
    await until(async () => (await sessions()).length === 2);
    stopping.abort();

    await expect(waiting).rejects.toThrow();
    await until(async () => (await sessions()).length === 1);
  });

  it('is not shared by two ledgers in two databases', async () => {
    const [here, there] = [await connect(), await connect([notes], await server.newDatabase())];

    await becomeWriter(here);
    await becomeWriter(there);
    await here.apply([noted(1n)], 1n);
    expect(await there.position()).toBe(0n);
  });
});

describe('a process that only reads', () => {
  it('finds the read store unavailable before a writer has created the tables', async () => {
    const reader = await connect();
    await expect(reader.position()).rejects.toThrow(ReadStoreUnavailableError);
    await expect(positions(reader)).rejects.toThrow(ReadStoreUnavailableError);

    await becomeWriter(await connect());
    expect(await reader.position()).toBe(0n);
    expect(await positions(reader)).toStrictEqual([]);
  });

  it('cannot write', async () => {
    const [reader] = [await connect(), await becomeWriter(await connect())];

    await expect(
      reader.tables<{ notes: { stream: string } }>().deleteFrom('notes').execute(),
    ).rejects.toThrow('read-only');
    await expect(reader.apply([noted(1n)], 1n)).rejects.toThrow(ReadStoreUnavailableError);
  });

  it('does not read tables of another version', async () => {
    const [reader, writer] = [await connect(), await connect([{ ...notes, version: 2 }])];
    await becomeWriter(writer);

    await expect(reader.position()).rejects.toThrow('notes has version 2 in the read store');
    expect(await writer.position()).toBe(0n);
  });
});

describe('a database that is down', () => {
  it('is reported as an outage, and used again when it is back', async () => {
    const [reader, writer] = [await connect(), await connect()];
    const over = await becomeWriter(writer);
    await writer.apply([noted(1n)], 1n);
    await positions(reader);
    await server.crash();
    try {
      await until(() => over.aborted);
      await expect(reader.position()).rejects.toThrow(ReadStoreUnavailableError);
      await expect(writer.apply([noted(2n)], 2n)).rejects.toThrow(ReadStoreUnavailableError);
      await expect(becomeWriter(writer)).rejects.toThrow(ReadStoreUnavailableError);
    } finally {
      await server.start();
    }

    await becomeWriter(writer);
    await writer.apply([noted(1n), noted(2n)], 2n);
    expect(await positions(reader)).toStrictEqual([1, 2]);
  });

  it('reveals neither its address nor its password', async () => {
    const store = await connect([notes], 'postgres://somebody:hunter2@127.0.0.1:1/nowhere');
    const outage = await store.position().catch((error: unknown) => error as Error);

    expect(String(outage)).not.toMatch(/hunter2|somebody|nowhere/);
    expect(outage).toBeInstanceOf(ReadStoreUnavailableError);
  });
});

describe('a query whose connection breaks', () => {
  it('is rejected as an outage, and the process goes on', async () => {
    const store = await connect();
    const outage = sql`select pg_sleep(120)`.execute(store.tables()).catch((error: unknown) => error);
    const running = `from pg_stat_activity where query like 'select pg_sleep%' and datname = '${url.split('/').at(-1) ?? ''}'`;
    await until(async () => (await server.administer(`select pid ${running}`)).length > 0);

    await server.crash();
    try {
      expect(await outage).toBeInstanceOf(ReadStoreUnavailableError);
    } finally {
      await server.start();
    }
  });
});
