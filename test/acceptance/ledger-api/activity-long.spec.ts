import { ActivityQueries } from '#libs/activity';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { allActivity } from '../../../apps/api/src/ledger-api/activity-export.js';
import { prepareLog } from '../../support/prepared-log.js';
import { auditorKey, type RunningLedger, startLedger } from '../../support/running-ledger.js';
import { until } from '../../support/until.js';
import { bodyOf, type Read, readerOf } from '../clients.js';

interface Page {
  readonly activities: readonly { readonly summary: string }[];
  readonly next: string | null;
}

/** More events than one page scans, and than an export fetches at a time. */
const LOG = { disputes: 10, eventsEach: 250 };
const EVENTS = LOG.disputes * LOG.eventsEach;

let running: RunningLedger;
let read: Read;

beforeAll(async () => {
  running = await startLedger();
  read = readerOf(running, await auditorKey(running));
  await prepareLog(running.ledger.store, LOG);
  const head = await running.ledger.store.headPosition();
  await until(async () => (await running.ledger.readStore.position()) >= head);
});

afterAll(() => running.dispose());

describe('a long activity', () => {
  it('is a file with every event once', async () => {
    const { text } = await read('/ledger/activity?to=2025-12-31T00:00:00Z', {
      accept: 'application/x-ndjson',
    });
    const ids = text
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { eventId: string }).eventId);

    expect([ids.length, new Set(ids).size]).toStrictEqual([EVENTS, EVENTS]);
  });

  it('is searched to its end, however many pages find nothing', async () => {
    const found: string[] = [];
    let pages = 0;
    let cursor = '';
    do {
      const page = bodyOf<Page>(await read(`/ledger/activity?q=Update%201%20of%20LOG-00003${cursor}`));
      found.push(...page.activities.map(({ summary }) => summary));
      cursor = page.next === null ? '' : `&cursor=${page.next}`;
      pages += 1;
    } while (cursor !== '');

    expect(found).toStrictEqual([expect.stringContaining('Update 1 of LOG-00003')]);
    expect(pages).toBeGreaterThan(1);
    const answer = await read('/ledger/activity?q=Update%201%20of%20LOG-00003', {
      accept: 'application/x-ndjson',
    });
    expect(answer.text.trimEnd().split('\n')).toHaveLength(1);
  });

  it('does not look complete when it was cut off', async () => {
    const stopping = new AbortController();
    const queries = new ActivityQueries(running.ledger.readStore);
    const pages = allActivity(queries, { q: 'update' }, stopping.signal);
    expect((await pages.next()).done).toBe(false);
    stopping.abort(new Error('The ledger stops.'));

    await expect(pages.next()).rejects.toThrow('The ledger stops.');
  });
});
