import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { disputeStream } from '../../../libs/disputes/src/domain/dispute-stream.js';
import { updateRecorded } from '../../support/disputes.js';
import { newEvent } from '../../support/prepared-log.js';
import { auditorKey, type RunningLedger, startLedger } from '../../support/running-ledger.js';
import { until } from '../../support/until.js';
import { bodyOf, type Read } from '../clients.js';
import { LOG, type PastLedger, startPastLedger } from './past-ledger.js';

interface Page {
  readonly events: readonly { stream: string; revision: string }[];
  readonly next: string;
  readonly isCaughtUp: boolean;
}

let past: PastLedger;
let read: Read;

beforeAll(async () => {
  past = await startPastLedger();
  ({ read } = past);
});

afterAll(() => past.running.dispose());

/** Opens the feed as a stream and collects its text. `hasEnded` says whether the server has ended it. */
const openStream = async ({ url }: RunningLedger, key: string, headers: Record<string, string> = {}) => {
  const leaving = new AbortController();
  const response = await fetch(`${url}/ledger/events`, {
    headers: { authorization: `Bearer ${key}`, accept: 'text/event-stream', ...headers },
    signal: leaving.signal,
  });
  const stream = { response, text: '', hasEnded: false, leave: () => leaving.abort() };
  void (async () => {
    for await (const chunk of response.body ?? []) stream.text += Buffer.from(chunk).toString();
    stream.hasEnded = true;
  })().catch(() => undefined);
  return stream;
};

/** Returns the events in the text, each as in `dispute-smartodr.A@0`. */
const idsIn = (text: string): string[] =>
  [...text.matchAll(/^data: (.+)$/gm)].map(([, data]) => {
    const { stream, revision } = JSON.parse(data ?? '') as Page['events'][number];
    return `${stream}@${revision}`;
  });

describe('the feed by pages', () => {
  it('has every event of the disputes once, in the order of the log', async () => {
    const ids: string[] = [];
    let page: Page = { events: [], next: '0', isCaughtUp: false };
    while (!page.isCaughtUp) {
      page = bodyOf<Page>(await read(`/ledger/events?limit=2&after=${page.next}`));
      ids.push(...page.events.map(({ stream, revision }) => `${stream}@${revision}`));
    }

    expect(ids).toHaveLength(LOG.length);
    expect(ids[0]).toBe('dispute-smartodr.A@0');
    expect(ids.at(-1)).toBe('dispute-smartodr.C@1');
    expect(bodyOf<Page>(await read(`/ledger/events?after=${page.next}`)).events).toStrictEqual([]);
  });

  it('has nothing of another tenant', async () => {
    expect(bodyOf<Page>(await past.ofTenantB('/ledger/events')).events).toStrictEqual([]);
    expect(bodyOf<Page>(await past.ofTenantB('/ledger/events?tenant=smartodr')).events).toStrictEqual([]);
    expect(bodyOf<Page>(await read('/ledger/events?tenant=smartodr')).events).toHaveLength(LOG.length);
  });

  it('has CloudEvents for readers who ask for them', async () => {
    const answer = await read('/ledger/events?limit=1', { accept: 'application/cloudevents-batch+json' });

    expect(answer.headers.get('content-type')).toBe('application/cloudevents-batch+json; charset=utf-8');
    expect(bodyOf(answer)).toMatchObject([
      {
        specversion: '1.0',
        revision: '0',
        source: 'urn:dispute-ledger:dispute-smartodr.A',
        type: 'dispute-ledger.OdrDisputeReferenced.v1',
        time: '2025-03-01T10:00:00.000Z',
        datacontenttype: 'application/json',
        data: { disputeId: 'A' },
      },
    ]);
  });

  it.each([
    ['/ledger/events?after=-1', {}, 'after'],
    ['/ledger/events?after=x', {}, 'after'],
    ['/ledger/events?limit=0', {}, 'limit'],
    ['/ledger/events?from=1', {}, 'from'],
    ['/ledger/events', { 'last-event-id': 'x' }, 'Last-Event-ID'],
  ])('is refused for %s %j', async (path, headers, parameter) => {
    const answer = await read(path, headers);

    expect(answer.status).toBe(400);
    expect(bodyOf(answer)).toMatchObject({ errors: [{ path: parameter }] });
  });

  it('is refused to a key without the scope', async () => {
    const key = await auditorKey(past.running, ['timeline:read']);
    const { status } = await fetch(`${past.running.url}/ledger/events`, {
      headers: { authorization: `Bearer ${key}` },
    });

    expect(status).toBe(403);
  });
});

describe('the feed as a stream', () => {
  it('delivers past events, then new ones', async () => {
    const stream = await openStream(past.running, await auditorKey(past.running));
    await until(() => idsIn(stream.text).length === LOG.length);
    const name = disputeStream('smartodr', 'B');
    await past.running.ledger.store.append(name, [newEvent(name, 1, updateRecorded())], 0n);
    await until(() => idsIn(stream.text).length === LOG.length + 1);
    stream.leave();

    expect(stream.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(idsIn(stream.text).at(-1)).toBe('dispute-smartodr.B@1');
  });

  it('continues after the last event that the reader saw', async () => {
    const key = await auditorKey(past.running);
    const third = String(await past.positionOf(2));
    const stream = await openStream(past.running, key, { 'last-event-id': third });
    await until(() => idsIn(stream.text).length >= LOG.length - 3);
    stream.leave();

    expect(idsIn(stream.text)[0]).toBe('dispute-smartodr.C@0');
  });

  it('ends when the key is revoked', async () => {
    const grant = { family: 'ledger', tenant: null, holder: 'Auditor', scopes: ['dispute:read'] };
    const { apiKey, credentialId } = await past.running.credentials.issueApiKey(grant);
    const digestIsKnown = async (): Promise<boolean> =>
      (await fetch(`${past.running.url}/ledger/disputes`, { headers: { authorization: `Bearer ${apiKey}` } }))
        .status === 200;
    await until(digestIsKnown);
    const stream = await openStream(past.running, apiKey);
    await past.running.credentials.revoke(credentialId);
    await until(() => stream.hasEnded);

    expect(stream.hasEnded).toBe(true);
  });

  it('is open a bounded number of times for one key', async () => {
    const key = await auditorKey(past.running);
    const streams = await Promise.all(Array.from({ length: 11 }, () => openStream(past.running, key)));
    for (const stream of streams) stream.leave();

    expect(streams.map(({ response }) => response.status).sort()).toStrictEqual([
      ...Array.from({ length: 10 }, () => 200),
      429,
    ]);
  });

  it('ends when the ledger stops, and does not delay it', async () => {
    const other = await startLedger();
    const stream = await openStream(other, await auditorKey(other));
    await other.dispose();
    await until(() => stream.hasEnded);

    expect(stream.hasEnded).toBe(true);
  });
});
