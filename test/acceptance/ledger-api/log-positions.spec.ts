import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { disputeStream } from '../../../libs/disputes/src/domain/dispute-stream.js';
import { updateRecorded } from '../../support/disputes.js';
import { newEvent } from '../../support/prepared-log.js';
import { auditorKey } from '../../support/running-ledger.js';
import { expectRefusal as expectBilltrustRefusal, userOf } from '../billtrust/clients.js';
import { bodyOf, type Read, send } from '../clients.js';
import { developerOf, expectRefusal } from '../enfinitos/clients.js';
import { LOG, type PastLedger, startPastLedger } from './past-ledger.js';

const A = '/ledger/disputes/smartodr/A';
const STREAM = 'text/event-stream';

let past: PastLedger;
let read: Read;

beforeAll(async () => {
  past = await startPastLedger();
  ({ read } = past);
});

afterAll(() => past.running.dispose());

const head = (): Promise<bigint> => past.running.ledger.store.headPosition();

const base64url = (text: string): string => Buffer.from(text).toString('base64url');

/** Expects a 400 that names the parameter, and where the log ends. */
const expectBeyond = async (
  parameter: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<void> => {
  const answer = await read(path, headers);

  expect([answer.status, answer.headers.get('content-type')]).toStrictEqual([
    400,
    'application/problem+json; charset=utf-8',
  ]);
  const { errors } = bodyOf<{ errors: object[] }>(answer);
  expect(errors).toStrictEqual([
    {
      path: parameter,
      message: expect.stringMatching(new RegExp(`^${parameter} must be at most \\d+, where the log ends$`)),
    },
  ]);
};

/** Positions are next to each other in an embedded log only; this one is beyond every log. */
const BEYOND = '900000000000000';

describe('a position that the log has not reached', () => {
  it.each(['application/json', STREAM, 'application/cloudevents-batch+json'])(
    'is refused by the feed, and not followed: %s',
    async (accept) => {
      await expectBeyond('after', `/ledger/events?after=${BEYOND}`, { accept });
      await expectBeyond('after', `/ledger/events?after=${(await head()) + 1_000_000n}`, { accept });
      await expectBeyond('Last-Event-ID', '/ledger/events', { accept, 'last-event-id': BEYOND });
      await expectBeyond('Last-Event-ID', '/ledger/events?after=0', { accept, 'last-event-id': BEYOND });
    },
  );

  it.each([
    '/ledger/disputes',
    '/ledger/disputes?asOf=2025-03-01',
    A,
    `${A}?revision=0`,
    `${A}?explain=true`,
    `${A}/diff?from=0`,
    `${A}/timeline`,
    `${A}/timeline?revision=0`,
    `${A}/events`,
    `${A}/export`,
    '/ledger/configurations/acme',
    '/ledger/events',
    '/ledger/activity',
    '/ledger/resolutions',
  ])('is not waited for: %s', async (path) => {
    await expectBeyond('Ledger-Min-Position', path, { 'ledger-min-position': BEYOND });
    await expectBeyond('Ledger-Min-Position', path, { 'ledger-min-position': '9999999999999999999' });
  });

  it("is refused in a vendor's own form", async () => {
    const headers = { 'ledger-min-position': BEYOND };
    const message = expect.stringMatching(/^Ledger-Min-Position must be at most \d+, where the log ends$/);
    const developer = await developerOf(past.running);
    const user = await userOf(past.running, 'acme');

    expectRefusal(await developer.get('', headers), 400, {
      code: 'VALIDATION_ERROR',
      details: [{ path: 'Ledger-Min-Position', message }],
    });
    expectRefusal(await developer.get(`?cursor=${base64url(BEYOND)}`), 400, {
      code: 'VALIDATION_ERROR',
      details: [{ path: 'cursor', message: expect.stringContaining('where the log ends') }],
    });
    const { id } = await developer.reach('OPENED');
    expectRefusal(await developer.get(`/${id}`, headers), 400, {
      code: 'VALIDATION_ERROR',
      details: [{ path: 'Ledger-Min-Position', message }],
    });
    expectBilltrustRefusal(await user.call('GET', '/disputes', { headers }), 400, message);
    const { disputeId } = await user.dispute();
    for (const path of [`/disputes/${disputeId}`, '/categories', '/reasons', '/resolutions'])
      expectBilltrustRefusal(await user.call('GET', path, { headers }), 400, message);
  });

  it.each(['/ledger/disputes', A, `${A}/timeline`, '/ledger/resolutions', '/ledger/configurations/smartodr'])(
    'is no moment of the past: %s',
    async (path) => {
      await expectBeyond('position', `${path}?position=${BEYOND}`);
    },
  );

  it.each(['/ledger/disputes', '/ledger/resolutions', '/ledger/resolutions?asOf=2025-03-02'])(
    'is no place to continue from: %s',
    async (path) => {
      await expectBeyond('cursor', `${path}${path.includes('?') ? '&' : '?'}cursor=${base64url(BEYOND)}`);
    },
  );

  it.each(['/ledger/activity', '/ledger/disputes?asOf=2025-03-02'])(
    'is no place to continue from by time: %s',
    async (path) => {
      const cursor = base64url(`<${(1e12).toString(36)}.${Number(BEYOND).toString(36)}`);
      await expectBeyond('cursor', `${path}${path.includes('?') ? '&' : '?'}cursor=${cursor}`);
    },
  );

  it.each(['timeline', 'events'])('is, of a dispute, a revision that it does not have: %s', async (part) => {
    const answer = await read(`${A}/${part}?cursor=${base64url('900')}`);

    expect(answer.status).toBe(400);
    expect(bodyOf(answer)).toMatchObject({
      errors: [
        {
          path: 'cursor',
          message: 'cursor must be the one of an earlier answer: the dispute ends at revision 3',
        },
      ],
    });
    expect((await read(`/ledger/disputes/smartodr/Z-9/${part}?cursor=${base64url('1')}`)).status).toBe(404);
  });

  it('is a size that the proof log has not', async () => {
    const { status, text } = await read(`${A}/export?since=900000`);

    expect([status, JSON.parse(text)]).toMatchObject([
      400,
      {
        errors: [{ path: 'since', message: expect.stringMatching(/^since must be at most \d+, the events/) }],
      },
    ]);
  });
});

describe('a Ledger-Min-Position that is no position', () => {
  it.each(['abc', '-1', '1.5', '0x10', '12345678901234567890', '1, 2'])(
    'is refused wherever the answer comes from: "%s"',
    async (asked) => {
      const message = 'Ledger-Min-Position must be the Ledger-Position of an earlier answer';
      for (const path of [
        A,
        `${A}/timeline`,
        `${A}?revision=0`,
        `${A}/diff?from=0`,
        `${A}/events`,
        `${A}/export`,
      ]) {
        const answer = await read(path, { 'ledger-min-position': asked });
        expect([path, answer.status, bodyOf<{ errors: object[] }>(answer).errors]).toStrictEqual([
          path,
          400,
          [{ path: 'Ledger-Min-Position', message }],
        ]);
      }
    },
  );

  it('is one of a read: a write has none, and takes no notice', async () => {
    const user = await userOf(past.running, 'acme', { holder: 'writer' });
    const body = { documentNumber: 'INV-9' };

    expect(
      (await user.call('POST', '/disputes', { body, headers: { 'ledger-min-position': 'abc' } })).status,
    ).toBe(201);
  });
});

describe('a position in the log', () => {
  it('may be its end, where the feed waits for what comes', async () => {
    const answer = await read(`/ledger/events?after=${await head()}`);

    expect([answer.status, bodyOf(answer)]).toMatchObject([200, { events: [], isCaughtUp: true }]);
  });

  it('is known when another process has written it after this one looked', async () => {
    await expectBeyond('after', `/ledger/events?after=${BEYOND}`);
    const name = disputeStream('smartodr', 'B');
    const appended = await past.running.ledger.store.append(name, [newEvent(name, 1, updateRecorded())], 0n);
    const position = appended.outcome === 'appended' ? String(appended.position) : 'not appended';

    expect((await read(`/ledger/events?after=${position}`)).status).toBe(200);
    expect((await read('/ledger/disputes', { 'ledger-min-position': position })).status).toBe(200);
  });

  it('is waited for by a list while the rows are behind, and then to be asked for again', async () => {
    const other = await startPastLedger(LOG.slice(0, 3));
    try {
      const { ledger, url } = other.running;
      const headers = { authorization: `Bearer ${await auditorKey(other.running)}` };
      const developer = await developerOf(other.running);
      await ledger.projections.stop();
      const name = disputeStream('smartodr', 'A');
      const appended = await ledger.store.append(name, [newEvent(name, 2, updateRecorded())], 1n);
      const position = appended.outcome === 'appended' ? String(appended.position) : 'not appended';
      const waiting = { ...headers, 'ledger-min-position': position };
      const answers = await Promise.all([
        ...['/disputes', '/activity', '/resolutions'].map((path) =>
          send(`${url}/ledger${path}`, { headers: waiting }),
        ),
        send(`${url}/v1/disputes`, {
          headers: { authorization: `Bearer ${developer.apiKey}`, 'ledger-min-position': position },
        }),
      ]);

      for (const answer of answers)
        expect([answer.status, answer.headers.get('retry-after')]).toStrictEqual([503, '1']);

      // One dispute comes from its stream, which has it.
      for (const path of ['', '/timeline', '?explain=true', '/timeline?revision=2', '?revision=2']) {
        const answer = await send(`${url}/ledger/disputes/smartodr/A${path}`, { headers: waiting });
        expect([answer.status, answer.headers.get('ledger-position')]).toStrictEqual([200, position]);
      }
    } finally {
      await other.running.dispose();
    }
  });
});
