import { readFileSync } from 'node:fs';
import type { StoredEvent } from '#libs/kernel';
import { expect, it } from '@jest/globals';
import { userOf } from '../acceptance/billtrust/clients.js';
import { startLedger } from '../support/running-ledger.js';

const fixtureOf = (name: string): StoredEvent => {
  const file = new URL(`../fixtures/events/${name}.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { stored: StoredEvent }).stored;
};

const digest = expect.stringMatching(/^[0-9a-f]{64}$/);
/** The digest of the request's body, and the stream that the key was used for. */
const holder = expect.stringMatching(/^[0-9a-f]{64} dispute-\S+$/);

it('claims and their answers are stored in the shape of their fixtures, although no codec writes them', async () => {
  const running = await startLedger();
  try {
    const user = await userOf(running);
    const post = (path: string, body: object, key: string) =>
      user.call('POST', path, { body, headers: { 'idempotency-key': key } });
    const claims: StoredEvent[] = [];
    await post('/disputes', { documentNumber: 'INV-1' }, 'with an effect');
    await post('/resolutions', { code: 'A' }, 'with an effect');
    await post('/resolutions', { code: 'A' }, 'without one');
    for await (const { events } of running.ledger.store.readAll({ streamPrefixes: ['claim-'] }))
      claims.push(...events.map(({ type, data }) => ({ type, data })));

    expect(claims.map(({ type }) => type)).toStrictEqual([
      'Claimed.v1',
      'Claimed.v1',
      'Claimed.v1',
      'Answered.v1',
    ]);
    const [ofDispute, , ofNothing, answered] = claims;
    const claimed = { kind: 'idempotency-key', holder, pathDigest: digest };
    expect(ofDispute?.data).toStrictEqual(claimed);
    // Keys that were claimed before have no digest of the path.
    expect(fixtureOf('Claimed.v1').data).toStrictEqual({ kind: 'idempotency-key', holder });
    expect(Object.keys(ofNothing?.data ?? {}).sort()).toStrictEqual(Object.keys(claimed).sort());
    const place = { revision: '0', position: expect.stringMatching(/^\d+$/), eventId: expect.any(String) };
    const shown = [{ stream: 'disputeConfiguration-acme', ...place }];
    const answer = { position: expect.stringMatching(/^\d+$/), shown };
    expect(answered?.data).toStrictEqual(answer);
    expect(fixtureOf('Answered.v1').data).toStrictEqual(answer);
  } finally {
    await running.dispose();
  }
});
