import { expect } from '@jest/globals';
import type { EventStore, RecordedEvent } from '#libs/event-store';
import { auditorKey, type RunningLedger } from './running-ledger.js';
import { until } from './until.js';

export const eventsOf = async (store: EventStore): Promise<readonly RecordedEvent[]> => {
  const events: RecordedEvent[] = [];
  for await (const page of store.readAll({ streamPrefixes: ['dispute-'] })) events.push(...page.events);
  return events;
};

export const get = async (
  running: Pick<RunningLedger, 'url'>,
  path: string,
  key: string,
): Promise<Response> => fetch(running.url + path, { headers: { authorization: `Bearer ${key}` } });

export const shown = async (running: RunningLedger, path: string, key: string) =>
  (await (await get(running, path, key)).json()) as Record<
    string,
    readonly Readonly<Record<string, string>>[]
  >;

export const readiness = async ({ url }: Pick<RunningLedger, 'url'>) => {
  const answer = await fetch(`${url}/health/ready`);
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

/** Waits until the rows have all that the log has, and compares every list, dispute and timeline with it. */
export const expectTruth = async (running: RunningLedger): Promise<void> => {
  const key = await auditorKey(running);
  await until(async () => (await readiness(running)).body['readModelLag'] === 0);
  const events = await eventsOf(running.ledger.store);
  const streams = grouped(events);
  const { disputes = [] } = await shown(running, '/ledger/disputes?limit=100', key);
  expect(disputes.map(({ tenant, disputeId }) => `dispute-${tenant}.${disputeId}`).sort()).toStrictEqual(
    [...streams.keys()].sort(),
  );
  for (const { tenant, disputeId, revision } of disputes) {
    const ofIt = streams.get(`dispute-${tenant}.${disputeId}`) ?? [];
    expect(revision).toBe(String(ofIt.length - 1));
    const path = `/ledger/disputes/${tenant}/${disputeId}/timeline?limit=100`;
    const { entries = [] } = await shown(running, path, key);
    expect(entries.map(({ eventId }) => eventId)).toStrictEqual(ofIt.map(({ id }) => id));
  }
  expect(await replayed(running, key)).toBe('equal');
};

const grouped = (events: readonly RecordedEvent[]): Map<string, RecordedEvent[]> => {
  const streams = new Map<string, RecordedEvent[]>();
  for (const event of events) streams.set(event.stream, [...(streams.get(event.stream) ?? []), event]);
  return streams;
};

const replayed = async (running: RunningLedger, key: string): Promise<string> => {
  const headers = { authorization: `Bearer ${key}` };
  const started = await fetch(`${running.url}/ledger/replays`, { method: 'POST', headers });
  const location = started.headers.get('location') ?? '';
  let result: { outcome: string } | undefined;
  await until(async () => {
    const answer = (await (await get(running, location, key)).json()) as { result?: { outcome: string } };
    result = answer.result;
    return result !== undefined;
  });
  return result?.outcome ?? '';
};
