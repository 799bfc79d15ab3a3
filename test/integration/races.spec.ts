import { describe, expect, it } from '@jest/globals';
import { updateBody } from '../support/commands.js';
import type { HttpAnswer } from '../support/http-client.js';
import { newAuthorization } from '../support/ledger-directory.js';
import { auditLog } from '../support/log-audit.js';
import { readRows, rebuiltRows } from '../support/read-model-rows.js';
import { twoServers } from '../support/two-servers.js';
import { until } from '../support/until.js';

const CLIENTS = 64;
const DISPUTES = 8;
const COMMANDS = 20_000;

let authorization: string;

const two = twoServers(async (directory) => {
  authorization = await newAuthorization(directory);
});

interface Sent {
  readonly client: number;
  readonly disputeId: string;
  readonly marker: string;
  readonly ifMatch?: string;
}

/** Sends the update through the process that the client always uses. */
const send = ({ client, disputeId, marker, ifMatch }: Sent): Promise<HttpAnswer> =>
  two.http.post(`${two.urlFor(client)}/update`, updateBody(disputeId, marker), {
    authorization,
    ...(ifMatch !== undefined && { 'if-match': ifMatch }),
  });

const streamOf = (disputeId: string): string => `dispute-smartodr.${disputeId}`;

describe('64 clients that write to 8 disputes through two processes', () => {
  it('each get a revision that no other client has, or are refused', async () => {
    const answers = new Map<string, HttpAnswer>();
    let next = 0;
    const startedAt = performance.now();
    const keepSending = async (client: number): Promise<void> => {
      for (let number = next++; number < COMMANDS; number = next++) {
        const marker = `race-${number}-through-${client % two.urls.length}`;
        answers.set(marker, await send({ client, disputeId: `RACE-${number % DISPUTES}`, marker }));
      }
    };
    await Promise.all(Array.from({ length: CLIENTS }, (_, client) => keepSending(client)));
    const seconds = (performance.now() - startedAt) / 1_000;

    const accepted = [...answers].filter(([, { status }]) => status === 200);
    const refused = [...answers].filter(([, { status }]) => status === 409);
    const { events, faults, positionsOf, lengthOf } = await auditLog(two.directory.files.events);
    const updates = events.filter(
      ({ stream, type }) => type === 'DisputeUpdateRecorded.v1' && stream.includes('RACE-'),
    );
    const writers = updates
      .filter(({ stream }) => stream === streamOf('RACE-0'))
      .map(({ data }) => (data['update'] as string).split('-').at(-1));
    const handovers = writers.filter((writer, index) => index > 0 && writer !== writers[index - 1]).length;
    process.stdout.write(
      `races: ${accepted.length} accepted, ${refused.length} refused with 409, ${handovers} handovers between ` +
        `the processes on one dispute, ${seconds.toFixed(1)} s\n`,
    );

    expect(answers.size).toBe(COMMANDS);
    expect(new Set([...answers.values()].map(({ status }) => status))).toStrictEqual(
      new Set(refused.length > 0 ? [200, 409] : [200]),
    );
    expect(faults).toStrictEqual([]);
    expect(updates).toHaveLength(accepted.length);
    expect(
      updates.map(({ data, position, revision }) => [data['update'], String(position), `"${revision}"`]),
    ).toStrictEqual(
      accepted
        .map(([marker, { headers }]) => [marker, headers['ledger-position'], headers.etag])
        .sort((a, b) => Number(a[1]) - Number(b[1])),
    );
    expect(refused.filter(([marker]) => positionsOf.has(marker))).toStrictEqual([]);
    // Each stream has one more event, which references the dispute.
    for (let dispute = 0; dispute < DISPUTES; dispute += 1) {
      const stream = streamOf(`RACE-${dispute}`);
      expect(lengthOf.get(stream)).toBe(1 + updates.filter((update) => update.stream === stream).length);
    }
    expect(handovers).toBeGreaterThan(100);
  });

  it('have one winner when all of them name the same revision', async () => {
    await send({ client: 0, disputeId: 'DUEL-1', marker: 'the first word' });
    for (let revision = 1; revision <= 20; revision += 1) {
      const answers = await Promise.all(
        Array.from({ length: CLIENTS }, (_, client) =>
          send({
            client,
            disputeId: 'DUEL-1',
            marker: `duel ${revision} of ${client}`,
            ifMatch: `"${revision}"`,
          }),
        ),
      );
      const winners = answers.filter(({ status }) => status === 200);

      expect(winners.map(({ headers }) => headers.etag)).toStrictEqual([`"${revision + 1}"`]);
      expect(answers.filter(({ status }) => status === 412 || status === 409)).toHaveLength(CLIENTS - 1);
    }
  });

  it('leave read models that match the log, and servers that met no error', async () => {
    await until(async () => {
      const { text } = await two.http.get(`${two.urlFor(0)}/health/ready`);
      return (JSON.parse(text) as { readModelLag: number }).readModelLag === 0;
    });
    const health = await Promise.all(two.urls.map((url) => two.http.get(`${url}/health/ready`)));
    const { events } = await auditLog(two.directory.files.events);
    const { disputes, timeline } = await readRows(two.directory.files.readModels);
    const want = await rebuiltRows(events);

    expect(health.map(({ status }) => status)).toStrictEqual([200, 200]);
    expect({ disputes, timeline }).toStrictEqual({ disputes: want.disputes, timeline: want.timeline });
    expect(two.servers.map(({ stderr }) => stderr)).toStrictEqual(['', '']);
    expect(
      two.servers.flatMap(({ stdout }) =>
        stdout.split('\n').filter((line) => /"level":"(error|fatal)"/.test(line)),
      ),
    ).toStrictEqual([]);
  });
});
