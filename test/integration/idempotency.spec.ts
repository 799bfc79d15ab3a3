import { describe, expect, it } from '@jest/globals';
import { updateBody } from '../support/commands.js';
import type { HttpAnswer } from '../support/http-client.js';
import { newInstitution } from '../support/institution.js';
import { newAuthorization } from '../support/ledger-directory.js';
import { auditLog } from '../support/log-audit.js';
import { twoServers } from '../support/two-servers.js';

const KEYS = 100;
const AT_ONCE = 10;
const numbers = Array.from({ length: KEYS }, (_, number) => number);

let authorization: string;
let elsewhere: string;

const two = twoServers(async (directory) => {
  authorization = await newAuthorization(directory);
  elsewhere = await newAuthorization(directory, newInstitution('Gotham ODR', 'another-tenant'));
});

interface Keyed {
  readonly key: string;
  readonly marker: string;
  readonly server?: number;
  readonly as?: string;
}

const MAX_TRIES = 10;

/**
 * Sends the command, and again after a 409. Several keys share a dispute, so that they also compete for a
 * stream.
 */
const send = async (command: Keyed, tries = 1): Promise<HttpAnswer> => {
  const { key, marker, server = 0, as = authorization } = command;
  const url = `${two.urlFor(server)}/update`;
  const headers = { authorization: as, 'idempotency-key': key };
  const answer = await two.http.post(url, updateBody(`KEYED-${key.length}`, marker), headers);
  return answer.status === 409 && tries < MAX_TRIES ? send(command, tries + 1) : answer;
};

const keyOf = (number: number): string => `key-${number}${'-'.repeat(number % 5)}`;
const markerOf = (number: number): string => `effect of key ${number}`;

/** Sends the same command ten times at once, through both processes in turn. */
const sendAtOnce = (number: number): Promise<HttpAnswer[]> =>
  Promise.all(
    Array.from({ length: AT_ONCE }, (_, server) =>
      send({ key: keyOf(number), marker: markerOf(number), server }),
    ),
  );

/** Returns what a repeat must get again, byte for byte. */
const told = ({ status, text, headers }: HttpAnswer): readonly unknown[] => [
  status,
  text,
  headers.etag,
  headers['ledger-position'],
];

const replayed = ({ headers }: HttpAnswer): boolean => headers['idempotency-replayed'] === 'true';

const positionsOf = async (marker: string): Promise<readonly bigint[]> =>
  (await auditLog(two.directory.files.events)).positionsOf.get(marker) ?? [];

describe('a command that is sent ten times at once through two processes', () => {
  const first = new Map<number, readonly unknown[]>();

  it('has one effect and one answer', async () => {
    const answers = await Promise.all(numbers.map(sendAtOnce));
    const { faults, positionsOf: positions } = await auditLog(two.directory.files.events);

    expect(faults).toStrictEqual([]);
    for (const [number, ten] of answers.entries()) {
      const [answer] = ten.map(told);
      expect(ten.map(told)).toStrictEqual(Array.from({ length: AT_ONCE }, () => answer));
      expect(answer?.[0]).toBe(200);
      expect(positions.get(markerOf(number))?.map(String)).toStrictEqual([answer?.[3]]);
      first.set(number, answer ?? []);
    }
  });

  it('has the same answer after a restart of both, and no other effect', async () => {
    expect(await Promise.all(two.servers.map((server) => server.terminate()))).toStrictEqual([0, 0]);
    await two.startAgain();

    const answers = await Promise.all(numbers.map(sendAtOnce));

    for (const [number, ten] of answers.entries()) {
      expect(ten.map(told)).toStrictEqual(Array.from({ length: AT_ONCE }, () => first.get(number)));
      expect(ten.every(replayed)).toBe(true);
    }
    const { faults, positionsOf: positions } = await auditLog(two.directory.files.events);
    expect(faults).toStrictEqual([]);
    expect(numbers.map((number) => positions.get(markerOf(number))?.map(String))).toStrictEqual(
      numbers.map((number) => [first.get(number)?.[3]]),
    );
  });
});

describe('an idempotency key', () => {
  it('that comes again with another body is refused by the other process too', async () => {
    await send({ key: 'other-body', marker: 'the first body' });

    const answers = await Promise.all(
      [0, 1].map((server) => send({ key: 'other-body', marker: 'another body', server })),
    );

    const message = 'The idempotency key was used before with another request body.';
    expect(answers.map(({ status, text }) => [status, JSON.parse(text)])).toStrictEqual([
      [422, { success: false, message }],
      [422, { success: false, message }],
    ]);
    expect(await positionsOf('another body')).toStrictEqual([]);
  });

  it('that two bodies use at once belongs to one of them', async () => {
    for (const number of numbers.slice(0, 20)) {
      const key = `contended-${number}`;
      const markers = Array.from({ length: AT_ONCE }, (_, index) => `${key} body ${index % 2}`);
      const answers = await Promise.all(
        markers.map((marker, server) => send({ key, marker, server: server + (server >> 1) })),
      );

      const winner = markers[answers.findIndex(({ status }) => status === 200)];
      expect(answers.map(({ status }) => status)).toStrictEqual(
        markers.map((marker) => (marker === winner ? 200 : 422)),
      );
      expect(await positionsOf(winner ?? '')).toHaveLength(1);
    }
  });

  it('has no effect for another tenant', async () => {
    const ours = await send({ key: 'shared-key', marker: 'ours' });
    const theirs = await send({ key: 'shared-key', marker: 'theirs', as: elsewhere, server: 1 });

    expect([ours.status, theirs.status, replayed(theirs)]).toStrictEqual([200, 200, false]);
    expect(await positionsOf('ours')).toHaveLength(1);
    expect(await positionsOf('theirs')).toHaveLength(1);
  });
});
