import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newCommandId } from '#libs/event-store';
import { ReplayRecords } from '#libs/trail';
import { newInstitution } from '../../support/institution.js';
import { auditorKey, register, type RunningLedger, startLedger } from '../../support/running-ledger.js';
import { until } from '../../support/until.js';
import { bodyOf, clientOf, type Read, readerOf } from '../clients.js';
import { updateWith } from '../seeds.js';

interface Entry {
  readonly type: string;
  readonly revision: string;
  readonly position: string;
  readonly disputeId: string | null;
  readonly details?: { readonly revision?: string; readonly bundle?: string; readonly bundleSha256?: string };
}

interface Replay {
  readonly id: string;
  readonly state: string;
  readonly reason: string | null;
  readonly startedBy: { readonly holder: string; readonly actor: { readonly name: string } };
  readonly result?: { readonly outcome: string; readonly tables: readonly object[] };
}

const TIMELINE = '/ledger/disputes/smartodr/A-1/timeline';

let running: RunningLedger;
let everyone: Read;
let tenants: Read;
let strangers: Read;
let key: string;

const shown = async (): Promise<void> => {
  const head = await running.ledger.store.headPosition();
  await until(async () => (await running.ledger.readStore.position()) >= head);
};

const replay = async (body: object): Promise<Replay> => {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const options = { method: 'POST', headers, body: JSON.stringify(body) };
  const { id } = (await (await fetch(`${running.url}/ledger/replays`, options)).json()) as Replay;
  const look = async (): Promise<Replay> => bodyOf(await everyone(`/ledger/replays/${id}`));
  await until(async () => (await look()).state !== 'running');
  return look();
};

const openReaders = async (): Promise<void> => {
  key = await auditorKey(running);
  everyone = readerOf(running, key);
  const scopes = ['dispute:read', 'timeline:read'];
  tenants = readerOf(running, await auditorKey(running, scopes, 'smartodr'));
  strangers = readerOf(running, await auditorKey(running, scopes, 'smartodr2'));
};

beforeAll(async () => {
  running = await startLedger();
  const institution = newInstitution('Gotham ODR');
  await register(running, institution);
  await openReaders();
  const write = await clientOf(running, institution);
  const send = (update: string) => write('/update', updateWith({ disputeId: 'A-1', update }));
  await send('one');
  expect((await everyone('/ledger/disputes/smartodr/A-1/export')).status).toBe(200);
  await send('two');
  await shown();
});

afterAll(() => running.dispose());

describe('an export', () => {
  const activity = async (read: Read, query: string): Promise<readonly Entry[]> =>
    bodyOf<{ activities: readonly Entry[] }>(await read(`/ledger/activity?${query}`)).activities;

  it.each(['type=DisputeExported', 'holder=Auditor&type=DisputeExported', 'q=evidence%20of%20a-1'])(
    'is in the activity of its tenant and of nobody else: %s',
    async (query) => {
      const expected = [{ type: 'DisputeExported', disputeId: 'A-1', details: { revision: '1' } }];

      expect(await activity(everyone, query)).toMatchObject(expected);
      expect(await activity(tenants, query)).toMatchObject(expected);
      expect(await activity(strangers, query)).toStrictEqual([]);
    },
  );

  it('is in the timeline where it was taken, with what was taken', async () => {
    const { entries } = bodyOf<{ entries: readonly Entry[] }>(await tenants(TIMELINE));

    expect(entries.map(({ type, revision }) => `${type} ${revision}`)).toStrictEqual([
      'OdrDisputeReferenced 0',
      'DisputeUpdateRecorded 1',
      'DisputeExported 1',
      'DisputeUpdateRecorded 2',
    ]);
    const positions = entries.map(({ position }) => Number(position));
    expect(positions).toStrictEqual(positions.toSorted((a, b) => a - b));
    const { bundle, bundleSha256 } = entries[2]?.details ?? {};
    expect(bundle).toMatch(/^dispute-smartodr-A-1-\d{4}-\d\d-\d\d\.tar$/);
    expect(bundleSha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is not in the timeline of a moment before it', async () => {
    const typesAt = async (moment: string): Promise<readonly string[]> =>
      bodyOf<{ entries: readonly Entry[] }>(await tenants(`${TIMELINE}?${moment}`)).entries.map(
        ({ type }) => type,
      );
    const { entries } = bodyOf<{ entries: readonly Entry[] }>(await tenants(TIMELINE));
    const taken = Number(entries[2]?.position);

    expect(await typesAt('revision=1')).not.toContain('DisputeExported');
    expect(await typesAt('revision=2')).toContain('DisputeExported');
    expect(await typesAt(`position=${taken - 1}`)).not.toContain('DisputeExported');
    expect(await typesAt(`position=${taken}`)).toContain('DisputeExported');
  });

  it('is on one page of the timeline, and on no second', async () => {
    const types: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const from: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const page = bodyOf<{ entries: readonly Entry[]; next: string | null }>(
        await tenants(`${TIMELINE}?limit=1${from}`),
      );
      types.push(...page.entries.map(({ type }) => type));
      cursor = page.next;
    }

    expect(types).toHaveLength(4);
    expect(types[2]).toBe('DisputeExported');
  });

  it('continues a page of before, whose cursor was a revision', async () => {
    const cursor = Buffer.from('1').toString('base64url');
    const { entries } = bodyOf<{ entries: readonly Entry[] }>(await tenants(`${TIMELINE}?cursor=${cursor}`));

    expect(entries.map(({ type }) => type)).toStrictEqual(['DisputeExported', 'DisputeUpdateRecorded']);
  });

  it('is in the feed of its tenant and of nobody else', async () => {
    const typesFor = async (read: Read): Promise<readonly string[]> =>
      bodyOf<{ events: readonly Entry[] }>(await read('/ledger/events')).events.map(({ type }) => type);

    expect(await typesFor(everyone)).toContain('DisputeExported.v1');
    expect(await typesFor(tenants)).toContain('DisputeExported.v1');
    expect(await typesFor(strangers)).toStrictEqual([]);
  });
});

describe('a replay', () => {
  it('is in the activity and the feed of those who see all tenants', async () => {
    const done = await replay({ reason: 'a PAN ABCDE1234H' });
    await shown();
    const types = async (read: Read, path: string): Promise<string> => (await read(path)).text;

    expect(done).toMatchObject({ state: 'done', reason: 'a PAN ABXXXXXX4H', result: { outcome: 'equal' } });
    for (const path of ['/ledger/activity?type=ReplayStarted&type=ReplayEnded', '/ledger/events']) {
      expect(await types(everyone, path)).toMatch(
        /ReplayStarted[^]*ReplayEnded|ReplayEnded[^]*ReplayStarted/,
      );
      expect(await types(tenants, path)).not.toContain('Replay');
    }
    expect(await types(everyone, '/ledger/activity?type=ReplayStarted')).not.toContain('ABCDE1234H');
  });

  it('is known after a restart, with who ran it, why, and the digests', async () => {
    const { id, result } = await replay({ swap: true, reason: 'a second look' });
    running = await running.restart();
    await openReaders();
    const known = bodyOf<Replay>(await everyone(`/ledger/replays/${id}`));
    const list = bodyOf<{ replays: readonly Replay[]; next: string | null }>(
      await everyone('/ledger/replays?limit=1'),
    );

    expect(known).toMatchObject({
      id,
      state: 'done',
      reason: 'a second look',
      startedBy: { holder: 'Auditor' },
    });
    expect(known.result?.outcome).toBe('equal');
    expect(known.result?.tables).toHaveLength(result?.tables.length ?? 0);
    expect(list.replays).toStrictEqual([known]);
    expect(list.next).not.toBeNull();
    const older = bodyOf<{ replays: readonly Replay[] }>(
      await everyone(`/ledger/replays?cursor=${list.next}`),
    );
    expect(older.replays.map(({ reason }) => reason)).toStrictEqual(['a PAN ABXXXXXX4H']);
    const file = (await everyone('/ledger/replays', { accept: 'text/csv' })).text.trimEnd().split('\r\n');
    expect(file).toHaveLength(3);
  });

  it('that was killed is shown as interrupted, and one whose process may live as running', async () => {
    const { store } = running.ledger;
    const records = new ReplayRecords(store);
    const by = { actor: { name: 'Ann' }, holder: 'operator', credentialId: 'command-line' };
    const context = { ...by, authProfile: 'command-line', correlationId: newCommandId() };
    const stateOf = async (id: string): Promise<string> =>
      bodyOf<Replay>(await everyone(`/ledger/replays/${id}`)).state;
    await records.start({ replayId: 'killed-1', swap: false }, context, new Date());
    expect(await stateOf('killed-1')).toBe('interrupted');

    const shadow = await running.ledger.readStore.shadow();
    await records.start({ replayId: 'living-1', swap: false }, context, new Date());
    expect([await stateOf('killed-1'), await stateOf('living-1')]).toStrictEqual(['interrupted', 'running']);
    await shadow.dispose();
    expect(await stateOf('living-1')).toBe('interrupted');

    const past = { swap: false, asOf: '2025-01-01T00:00:00.000Z' };
    await records.start({ ...past, replayId: 'past-1' }, context, new Date());
    expect(await stateOf('past-1')).toBe('running');
    const longAgo = new Date(Date.now() - 86_400_001);
    const other = await startLedger();
    const there = readerOf(other, await auditorKey(other));
    await new ReplayRecords(other.ledger.store).start({ ...past, replayId: 'past-2' }, context, longAgo);
    expect(bodyOf<Replay>(await there('/ledger/replays/past-2')).state).toBe('interrupted');
    await other.dispose();
  });

  it('is listed only to those who may run one and see all tenants', async () => {
    expect((await tenants('/ledger/replays')).status).toBe(403);
    expect((await everyone('/ledger/replays/unknown')).status).toBe(404);
    expect((await everyone('/ledger/replays?limit=0')).status).toBe(400);
  });
});

describe('restores and refused restores', () => {
  it('are in the activity and the feed of those who see all tenants', async () => {
    const { store } = running.ledger;
    const metadata = {
      $correlationId: 'c',
      $causationId: 'c',
      commandId: 'c',
      tenant: null,
      actor: { name: 'Ann' },
      credentialId: 'command-line',
      holder: 'operator',
      authProfile: 'command-line',
      recordedAt: new Date().toISOString(),
    };
    const data = { by: 'Ann', reason: 'the disk ABCDE1234H broke' };
    const event = (type: string) => ({ id: newCommandId(), type, data, metadata });
    await store.append(
      'ledgerRestores-main',
      [event('LogRestoreRefused.v1'), event('LogRestored.v1'), event('LogRestored.v7')],
      'no-stream',
    );
    await shown();
    const answer = await everyone('/ledger/activity?type=LogRestored&type=LogRestoreRefused');

    expect(bodyOf(answer)).toMatchObject({
      activities: [
        { type: 'LogRestored', tenant: null },
        {
          type: 'LogRestored',
          summary: 'The log was restored from a backup by Ann. Reason: the disk ABXXXXXX4H broke',
        },
        { type: 'LogRestoreRefused', details: { by: 'Ann', reason: 'the disk ABXXXXXX4H broke' } },
      ],
    });
    expect((await tenants('/ledger/activity')).text).not.toContain('LogRestore');
    expect((await everyone('/ledger/events?limit=200')).text).toContain('LogRestored.v1');
    expect((await tenants('/ledger/events')).text).not.toContain('LogRestored.v1');
  });
});
