import type { EventStore } from '#libs/event-store';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { disputeStream } from '../../libs/disputes/src/domain/dispute-stream.js';
import { limits } from '../../libs/partners/src/billtrust/billtrust.limits.js';
import { deliveryDisputeOpened } from '../support/delivery-disputes.js';
import { invoiceDisputeOpened } from '../support/invoice-disputes.js';
import { newEvent } from '../support/prepared-log.js';
import { type RunningLedger, startLedger } from '../support/running-ledger.js';
import { expectRefusal, type User, userOf } from './billtrust/clients.js';
import { type Answer, bodyOf } from './clients.js';
import { type Developer, developerOf } from './enfinitos/clients.js';

const MOST = 10_000;
const DELIVERIES = 450;
const AT_ONCE = 500;
const ROUNDS = 5;

let running: RunningLedger;
let user: User;
let developer: Developer;
/** The ids of the first disputes, the oldest first. */
let opened: readonly string[];

/**
 * Appends openings of as many disputes to the log, as another process of the ledger would. Returns the ids in
 * the order of the log, which is not that of requests that were sent at once.
 */
const openMany = async (
  { append }: { append: EventStore['append'] },
  tenant: string,
  events: readonly (ReturnType<typeof invoiceDisputeOpened> | ReturnType<typeof deliveryDisputeOpened>)[],
): Promise<readonly string[]> => {
  const places: { readonly id: string; readonly position: bigint }[] = [];
  for (let from = 0; from < events.length; from += AT_ONCE)
    await Promise.all(
      events.slice(from, from + AT_ONCE).map(async (event) => {
        const id = event.data.disputeId;
        const stream = disputeStream(tenant, id);
        const appended = await append(stream, [newEvent(stream, 0, event)], 'no-stream');
        if (appended.outcome === 'appended') places.push({ id, position: appended.position });
      }),
    );
  return places.sort((one, other) => Number(one.position - other.position)).map(({ id }) => id);
};

const invoices = (count: number, documentNumber: string, accountNumber: string) =>
  Array.from({ length: count }, (_, index) =>
    invoiceDisputeOpened({
      disputeId: `${documentNumber.toLowerCase()}-${index}`,
      documentNumber,
      accountNumber,
    }),
  );

const deliveries = (count: number) =>
  Array.from({ length: count }, (_, index) => deliveryDisputeOpened({ disputeId: `dispute:${index}` }));

beforeAll(async () => {
  running = await startLedger();
  [user, developer] = await Promise.all([userOf(running), developerOf(running)]);
  const { store } = running.ledger;
  const log = { append: store.append.bind(store) };
  opened = await openMany(log, 'acme', [...invoices(450, 'B', 'SMALL'), ...deliveries(DELIVERIES)]);
  await openMany(log, 'acme', invoices(MOST - 450, 'C', 'BIG'));
});

afterAll(() => running.dispose());

const ofInvoice = (): readonly string[] => opened.filter((id) => id.startsWith('b-'));

const numbersOf = (answer: Answer): readonly unknown[] =>
  bodyOf<readonly { disputeId: unknown }[]>(answer).map(({ disputeId }) => disputeId);

/** Repeats the request until the rows, of which there are many at the start, have followed. */
const followed = async (ask: () => Promise<Answer>): Promise<Answer> => {
  let answer = await ask();
  while (answer.status === 503) answer = await ask();
  return answer;
};

describe("a list of Billtrust's disputes", () => {
  const list = (query: string) => followed(() => user.call('GET', `/disputes${query}`));

  it('has every dispute that matches, as one array, the newest first', async () => {
    const answer = await list('?DocumentNumber=B');

    expect([answer.status, answer.headers.get('content-type')]).toStrictEqual([
      200,
      'application/json; charset=utf-8',
    ]);
    expect(numbersOf(answer)).toStrictEqual(ofInvoice().toReversed());
    expect(answer.headers.has('ledger-next-cursor')).toBe(false);
  });

  it.each(['?AccountNumber=SMALL&Sort=CreateDate', '?DocumentNumber=B&Status=0&Sort=CreateDate'])(
    'has them in the order that is asked for: %s',
    async (query) => {
      expect(numbersOf(await list(query))).toStrictEqual(ofInvoice());
    },
  );

  it('shows each as it is shown alone', async () => {
    const [newest] = bodyOf<readonly object[]>(await list('?DocumentNumber=B'));

    expect(newest).toStrictEqual(bodyOf(await user.call('GET', `/disputes/${ofInvoice().at(-1)}`)));
  });

  it('is a page where a page is asked for', async () => {
    const first = await list('?DocumentNumber=B&limit=200');
    const cursor = first.headers.get('ledger-next-cursor') ?? '';
    const second = await list(`?DocumentNumber=B&cursor=${cursor}`);

    expect([numbersOf(first).length, numbersOf(second).length]).toStrictEqual([200, 50]);
    expect(numbersOf(second)[0]).toBe(ofInvoice()[249]);
  });

  it('may be as long as its limit, and is refused one dispute later, before anything is sent', async () => {
    expect(limits.maxListedDisputes).toBe(MOST);
    expect(new Set(numbersOf(await list(''))).size).toBe(MOST);

    await user.dispute({ documentNumber: 'D', accountNumber: 'BIG' });

    for (const query of ['', '?Status=0', '?Sort=-CreateDate'])
      expectRefusal(
        await list(query),
        400,
        'More than 10000 disputes match, and a list has at most 10000. Narrow it with AccountNumber, DocumentNumber or Status, or read it in pages with limit and cursor.',
      );
    expect(numbersOf(await list('?DocumentNumber=D'))).toHaveLength(1);
    expect(numbersOf(await list('?limit=200'))).toHaveLength(200);
    expect(numbersOf(await list('?Status=1'))).toStrictEqual([]);
  });

  it('shows at once what was just opened and closed', async () => {
    await user.resolution('DONE');
    for (let round = 0; round < ROUNDS; round += 1) {
      const { disputeId } = await user.dispute({ documentNumber: `NEW-${round}` });
      expect(numbersOf(await list(`?DocumentNumber=NEW-${round}`))).toStrictEqual([disputeId]);

      await user.call('POST', `/disputes/${disputeId}/close`, { body: { resolutionCode: 'DONE' } });
      expect(numbersOf(await list(`?DocumentNumber=NEW-${round}&Status=0`))).toStrictEqual([]);
    }
  });

  it('answers HEAD with headers only', async () => {
    const answer = await user.call('HEAD', '/disputes?DocumentNumber=B');

    expect([answer.status, answer.text]).toStrictEqual([200, '']);
  });
});

describe("a list of EnfinitOS's disputes", () => {
  interface List {
    readonly ok: true;
    readonly data: {
      readonly disputes: readonly { readonly id: string; readonly state: string }[];
      readonly counts: Readonly<Record<string, number>>;
      readonly nextCursor: null;
    };
    readonly contractVersion: string;
  }

  const list = (query: string) => followed(() => developer.get(query));

  it('has every dispute that matches, in the documented envelope', async () => {
    const answer = await list('');
    const { ok, data, contractVersion, ...others } = bodyOf<List>(answer);

    expect([ok, contractVersion, others]).toStrictEqual([true, 'v1.0', {}]);
    expect(Object.keys(data)).toStrictEqual(['disputes', 'counts', 'nextCursor']);
    expect(data.disputes.map(({ id }) => id)).toStrictEqual(
      opened.filter((id) => id.startsWith('dispute:')).toReversed(),
    );
    expect([data.counts['OPENED'], data.nextCursor]).toStrictEqual([DELIVERIES, null]);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  it('shows at once what was just opened and moved, and counts it', async () => {
    for (let round = 1; round <= ROUNDS; round += 1) {
      const { id } = await developer.reach('INVESTIGATING');
      const { data } = bodyOf<List>(await list('?state=INVESTIGATING'));

      expect([data.disputes[0]?.id, data.disputes.length]).toStrictEqual([id, round]);
      expect([data.counts['OPENED'], data.counts['INVESTIGATING']]).toStrictEqual([DELIVERIES, round]);
    }
  });
});
