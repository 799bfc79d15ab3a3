import { readFileSync } from 'node:fs';
import type { StoredEvent } from '#libs/kernel';
import { expect, it } from '@jest/globals';
import { clientOf } from '../acceptance/clients.js';
import { updateExample } from '../acceptance/seeds.js';
import { newInstitution } from '../support/institution.js';
import { register, startLedger } from '../support/running-ledger.js';

const fixture = new URL('../fixtures/events/Claimed.v1.json', import.meta.url);

it('claims are stored in the shape of their fixture, although no codec writes them', async () => {
  const running = await startLedger();
  try {
    const institution = newInstitution('Gotham ODR');
    await register(running, institution);
    const post = await clientOf(running, institution);
    await post('/update', updateExample, { 'idempotency-key': 'claimed' });
    const claims: StoredEvent[] = [];
    for await (const { events } of running.ledger.store.readAll({ streamPrefixes: ['claim-'] }))
      claims.push(...events.map(({ type, data }) => ({ type, data })));

    const { stored } = JSON.parse(readFileSync(fixture, 'utf8')) as { stored: StoredEvent };
    // The digest of the request's body, and the stream that the key was used for.
    const holder = expect.stringMatching(/^[0-9a-f]{64} dispute-\S+$/);
    expect(claims).toStrictEqual([{ type: stored.type, data: { ...stored.data, holder } }]);
    expect(stored.data).toStrictEqual({ kind: 'idempotency-key', holder });
  } finally {
    await running.dispose();
  }
});
