import { enfinitosExamples } from '../../libs/partners/src/enfinitos/enfinitos.examples.js';
import { describe, expect, it } from '@jest/globals';
import type { HttpAnswer } from '../support/http-client.js';
import { auditLog } from '../support/log-audit.js';
import { twoServers } from '../support/two-servers.js';

const AT_ONCE = 10;
const ROUNDS = 20;
const rounds = Array.from({ length: ROUNDS }, (_, round) => round);

let authorization: string;

const two = twoServers(async (directory) => {
  const { apiKey } = await directory.withCredentials((credentials) =>
    credentials.issueApiKey(
      {
        family: 'enfinitos',
        tenant: 'acme-media',
        holder: 'dev-acme',
        scopes: ['settlement:write', 'audit:read'],
      },
      'sk_live_',
    ),
  );
  authorization = `Bearer ${apiKey}`;
});

interface Sent {
  readonly server?: number;
  readonly path?: string;
  readonly key?: string;
}

const post = (body: object, { server = 0, path = '', key }: Sent = {}): Promise<HttpAnswer> =>
  two.http.post(`${two.urlFor(server)}/v1/disputes${path}`, JSON.stringify(body), {
    authorization,
    ...(key !== undefined && { 'idempotency-key': key }),
  });

const idOf = ({ text }: HttpAnswer): string =>
  (JSON.parse(text) as { data: { dispute: { id: string } } }).data.dispute.id;

const codeOf = ({ text }: HttpAnswer): unknown =>
  (JSON.parse(text) as { error?: { code: string } }).error?.code;

/** Returns what a repeat must get again, byte for byte. */
const told = ({ status, text, headers }: HttpAnswer): readonly unknown[] => [
  status,
  text,
  headers.etag,
  headers['ledger-position'],
];

const replayed = ({ headers }: HttpAnswer): boolean => headers['idempotency-replayed'] === 'true';

const typesOf = async (disputeId: string): Promise<readonly string[]> => {
  const { events, faults } = await auditLog(two.directory.files.events);
  expect(faults).toStrictEqual([]);
  return events.filter(({ stream }) => stream === `dispute-acme-media.${disputeId}`).map(({ type }) => type);
};

const openingsInTheLog = async (): Promise<number> =>
  (await auditLog(two.directory.files.events)).events.filter(
    ({ type }) => type === 'DeliveryDisputeOpened.v1',
  ).length;

/** Opens a dispute and moves it to where the operator must respond. Resolves with its id. */
const awaitingTheOperator = async (): Promise<string> => {
  const id = idOf(await post(enfinitosExamples.open));
  await post(enfinitosExamples.investigate, { path: `/${id}/advance` });
  const gathered = await post(enfinitosExamples.gatherEvidence, { path: `/${id}/advance`, server: 1 });
  expect(gathered.status).toBe(200);
  return id;
};

describe('an opening that is sent ten times at once through two processes', () => {
  const first = new Map<number, readonly unknown[]>();

  const sendAtOnce = (round: number): Promise<HttpAnswer[]> =>
    Promise.all(
      Array.from({ length: AT_ONCE }, (_, server) =>
        post(enfinitosExamples.open, { key: `open-${round}`, server }),
      ),
    );

  it('opens one dispute, and gets one answer', async () => {
    for (const round of rounds) {
      const answers = await sendAtOnce(round);
      const [answer] = answers.map(told);

      expect(answer?.[0]).toBe(201);
      expect(answers.map(told)).toStrictEqual(Array.from({ length: AT_ONCE }, () => answer));
      // Both processes may have sent the append, which the log stores once.
      expect([1, 2]).toContain(answers.filter((each) => !replayed(each)).length);
      first.set(round, answer ?? []);
    }
    expect(await openingsInTheLog()).toBe(ROUNDS);
  });

  it('gets the first bytes again after later steps and a restart of both', async () => {
    for (const text of [...first.values()].map(([, body]) => String(body))) {
      const { id } = (JSON.parse(text) as { data: { dispute: { id: string } } }).data.dispute;
      expect((await post({}, { path: `/${id}/escalate`, server: 1 })).status).toBe(200);
    }
    expect(await Promise.all(two.servers.map((server) => server.terminate()))).toStrictEqual([0, 0]);
    await two.startAgain();

    for (const round of rounds) {
      const answers = await sendAtOnce(round);

      expect(answers.map(told)).toStrictEqual(Array.from({ length: AT_ONCE }, () => first.get(round)));
      expect(answers.every(replayed)).toBe(true);
    }
    expect(await openingsInTheLog()).toBe(ROUNDS);
  });

  it('is refused by both processes when the key comes with another body', async () => {
    const other = { ...enfinitosExamples.open, openedByRole: 'operator' };
    const answers = await Promise.all([0, 1].map((server) => post(other, { key: 'open-0', server })));

    expect(answers.map((answer) => [answer.status, codeOf(answer)])).toStrictEqual([
      [422, 'IDEMPOTENCY_KEY_REUSED'],
      [422, 'IDEMPOTENCY_KEY_REUSED'],
    ]);
  });
});

describe('two bodies that use one key at once through two processes', () => {
  it('open one dispute, and the other body is refused', async () => {
    for (const round of rounds) {
      const before = await openingsInTheLog();
      const answers = await Promise.all(
        Array.from({ length: AT_ONCE }, (_, index) =>
          post(
            { ...enfinitosExamples.open, openedBy: `desk-${index % 2}` },
            { key: `contended-${round}`, server: index + (index >> 1) },
          ),
        ),
      );
      const winner = answers.findIndex(({ status }) => status === 201) % 2;

      expect(answers.map(({ status }) => status)).toStrictEqual(
        answers.map((_, index) => (index % 2 === winner ? 201 : 422)),
      );
      expect(await openingsInTheLog()).toBe(before + 1);
    }
  });
});

describe('two operators who respond at the same moment through two processes', () => {
  it('have one winner, and the other is refused as an illegal transition', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const id = await awaitingTheOperator();
      const answers = await Promise.all(
        ['operator-a', 'operator-b'].map((actor, server) =>
          post({ ...enfinitosExamples.respondAsOperator, actor }, { path: `/${id}/respond`, server }),
        ),
      );

      expect(answers.map(({ status }) => status).sort()).toStrictEqual([200, 409]);
      expect(answers.map(codeOf)).toContain('ILLEGAL_TRANSITION');
      expect(await typesOf(id)).toStrictEqual([
        'DeliveryDisputeOpened.v1',
        'InvestigationStarted.v1',
        'EvidenceGathered.v1',
        'OperatorResponded.v1',
      ]);
    }
  });

  it('have one winner among twenty when a counter is due', async () => {
    const id = await awaitingTheOperator();
    const path = `/${id}/respond`;
    await post(enfinitosExamples.respondAsOperator, { path });
    expect((await post(enfinitosExamples.respondAsAdvertiser, { path, server: 1 })).status).toBe(200);

    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, server) =>
        post({ ...enfinitosExamples.respondAsOperator, actor: `operator-${server}` }, { path, server }),
      ),
    );

    expect(answers.map(({ status }) => status).sort()).toStrictEqual([200, ...Array<number>(19).fill(409)]);
    const types = await typesOf(id);
    expect(types.filter((type) => type === 'OperatorResponded.v1')).toHaveLength(2);
  });
});

describe('a dispute that one process changed', () => {
  it('is read in its new state by the other one, at once', async () => {
    const id = idOf(await post(enfinitosExamples.open));
    const escalated = await post({ notes: 'To the arbiter.' }, { path: `/${id}/escalate` });
    const read = await two.http.get(`${two.urlFor(1)}/v1/disputes/${id}`, { authorization });

    expect([read.status, read.text]).toStrictEqual([200, escalated.text]);
    expect(read.headers.etag).toBe('"1"');
  });

  it('is in the list of the other one for a reader who names the position of the change', async () => {
    const opened = await post(enfinitosExamples.open);
    const list = await two.http.get(`${two.urlFor(1)}/v1/disputes?limit=1`, {
      authorization,
      'ledger-min-position': String(opened.headers['ledger-position']),
    });
    const { disputes } = (JSON.parse(list.text) as { data: { disputes: readonly { id: string }[] } }).data;

    expect(disputes.map(({ id }) => id)).toStrictEqual([idOf(opened)]);
  });
});
