import { randomUUID } from 'node:crypto';
import { copyFile, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedEventStore } from '#libs/event-store';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Ended, runLedger } from '../support/command-line.js';
import { updateBody } from '../support/commands.js';
import { type HttpAnswer, type HttpClient, httpClient } from '../support/http-client.js';
import { type LedgerDirectory, ledgerDirectory, newAuthorization } from '../support/ledger-directory.js';
import { auditLog } from '../support/log-audit.js';

const CLIENTS = 8;

let old: LedgerDirectory;
let fresh: LedgerDirectory;
let backups: LedgerDirectory;
let http: HttpClient;
let authorization: string;

beforeAll(async () => {
  [old, fresh, backups] = await Promise.all([ledgerDirectory(), ledgerDirectory(), ledgerDirectory()]);
  http = httpClient();
  authorization = await newAuthorization(old);
});

afterAll(async () => {
  http.close();
  await Promise.all([old, fresh, backups].map((directory) => directory.dispose()));
});

const ledger = (directory: LedgerDirectory, ...args: string[]): Promise<Ended> =>
  runLedger(args, { LEDGER_DATA_DIR: directory.path });

const backup = (): string => join(backups.path, 'backup');

const markerOf = (number: number): string => `effect ${number}`;

const send = (url: string, number: number): Promise<HttpAnswer> =>
  http.post(`${url}/update`, updateBody(`CASE-${number % 16}`, markerOf(number)), {
    authorization,
    'idempotency-key': `key-${number}`,
  });

/** What a partner was told of a command, and where its event is. */
type Acknowledged = ReadonlyMap<number, HttpAnswer>;

/** Sends commands from eight clients until the work is done. */
const underLoad = async <Result>(
  url: string,
  from: number,
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly acknowledged: Acknowledged }> => {
  const acknowledged = new Map<number, HttpAnswer>();
  let next = from;
  let isDone = false;
  const client = async (): Promise<void> => {
    while (!isDone) {
      const number = next;
      next += 1;
      const answer = await send(url, number);
      if (answer.status === 200) acknowledged.set(number, answer);
    }
  };
  const clients = Array.from({ length: CLIENTS }, client);
  try {
    return { result: await work(), acknowledged };
  } finally {
    isDone = true;
    await Promise.all(clients);
  }
};

const positionOf = ({ headers }: HttpAnswer): bigint => BigInt(String(headers['ledger-position']));

/**
 * Returns what the log says of restores. Reads a copy: a driver may hold a closed file until its statements are
 * collected, and a restore refuses a log that this process holds.
 */
const restores = async (directory: LedgerDirectory): Promise<readonly object[]> => {
  const copy = join(backups.path, `${randomUUID()}.sqlite`);
  await copyFile(directory.files.events, copy);
  const store = await EmbeddedEventStore.open(copy);
  const events: object[] = [];
  for await (const { type, data } of store.readStream('ledgerRestores-main', { direction: 'forwards' }))
    events.push({ type, ...data });
  await store.close();
  return events;
};

/** The position of the last event in the backup. */
let mark: bigint;

describe('a restore drill', () => {
  let acknowledged: Acknowledged;

  it('backs up a ledger under load, first all of it and then what is new', async () => {
    const running = old.start();
    const url = await running.ready();
    const first = await underLoad(url, 0, () => ledger(old, 'backup', '--to', backup(), '--json'));
    const second = await underLoad(url, 1_000, () => ledger(old, 'backup', '--to', backup(), '--json'));

    expect([first.result.code, second.result.code]).toStrictEqual([0, 0]);
    const [all, added] = [first, second].map(({ result }) => JSON.parse(result.stdout));
    expect(all).toMatchObject({ isFull: true, checked: 'all', hasKeys: true });
    expect(added).toMatchObject({ isFull: false, checked: 'added' });
    expect(added.addedEvents).toBe(added.events - all.events);
    expect(added.addedEvents).toBeGreaterThan(0);
    acknowledged = new Map([...first.acknowledged, ...second.acknowledged]);
    mark = BigInt(added.position);
    expect((await ledger(old, 'backup', '--check', backup())).stdout).toContain('VERIFIED');
    await running.kill();
  });

  it('restores it on another machine, where it verifies, starts, and replays to the same rows', async () => {
    const restored = await ledger(fresh, 'restore', '--from', backup());

    expect(restored.stdout).toContain('nothing is known to be lost');
    expect(restored.code).toBe(0);
    expect((await ledger(fresh, 'verify')).stdout).toMatch(/VERIFIED\n$/);
    const running = fresh.start();
    await running.ready();
    const { stdout } = await ledger(fresh, 'replay');
    expect(stdout).toContain('EQUAL');
    const { faults, positionsOf } = await auditLog(fresh.files.events);
    expect(faults).toStrictEqual([]);
    const covered = [...acknowledged].filter(([, answer]) => positionOf(answer) <= mark);
    expect(covered.length).toBeGreaterThan(0);
    for (const [number, answer] of covered)
      expect(positionsOf.get(markerOf(number))).toStrictEqual([positionOf(answer)]);
    await running.terminate();
  });

  it('gives every repeated request one effect, also those that were lost', async () => {
    const running = fresh.start();
    const url = await running.ready();
    for (const [number, before] of acknowledged) {
      const answer = await send(url, number);
      expect(answer.status).toBe(200);
      // What the backup lacks is decided again, and may get another place.
      const isCovered = positionOf(before) <= mark;
      expect(answer.headers['idempotency-replayed']).toBe(isCovered ? 'true' : undefined);
      expect(answer.text).toBe(isCovered ? before.text : answer.text);
    }
    await running.terminate();

    const { faults, positionsOf } = await auditLog(fresh.files.events);
    expect(faults).toStrictEqual([]);
    for (const number of acknowledged.keys()) expect(positionsOf.get(markerOf(number))).toHaveLength(1);
  });
});

describe('a restore over a ledger that lived on', () => {
  const kept = async (): Promise<Buffer> => readFile(old.files.checkpoint);

  it('is refused while a process has the log open', async () => {
    const running = old.start();
    const url = await running.ready();
    await send(url, 5_000);
    const refused = await ledger(old, 'restore', '--from', backup());

    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('Stop the ledger') });
    expect(await send(url, 5_001)).toMatchObject({ status: 200 });
    await running.terminate();
  });

  it('is refused, and the refusal recorded, unless the loss is accepted', async () => {
    const checkpoint = await kept();
    const refused = await ledger(old, 'restore', '--from', backup(), '--by', 'Alfred', '--reason', 'a test');

    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/the backup \d+: \d+ events are lost.*Nothing was changed/);
    expect(await kept()).toStrictEqual(checkpoint);
    expect(await restores(old)).toStrictEqual([
      expect.objectContaining({ type: 'LogRestoreRefused.v1', by: 'Alfred', backupPosition: String(mark) }),
    ]);
    expect((await ledger(old, 'restore', '--from', backup(), '--accept-loss')).code).toBe(2);
  });

  it('begins a new origin once it is accepted, which says what is lost, and keeps the files', async () => {
    const { stdout, ...ended } = await ledger(
      old,
      ...['restore', '--from', backup(), '--accept-loss', '--by', 'Alfred', '--reason', 'the disk died'],
    );

    expect(ended).toStrictEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/goes on as \S+\/restored-/);
    expect(await restores(old)).toStrictEqual([
      expect.objectContaining({ type: 'LogRestored.v1', by: 'Alfred', reason: 'the disk died' }),
    ]);
    const [former = ''] = (await readdir(old.path)).filter((name) => name.startsWith('before-restore-'));
    expect(await readdir(join(old.path, former))).toStrictEqual(
      expect.arrayContaining(['checkpoint', 'events.sqlite', 'read-models.sqlite', 'signing-key']),
    );
    const verified = await ledger(old, 'verify');
    expect(verified.stdout).toMatch(/restored on \S+ by Alfred \(the disk died\)[^]*VERIFIED\n$/);
    const running = old.start();
    expect((await send(await running.ready(), 5_000)).status).toBe(200);
    await running.terminate();
  });
});
