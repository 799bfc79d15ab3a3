import type { DomainEvent, EventCodec, StoredEvent } from '#libs/kernel';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { newInstitution } from '../support/institution.js';
import { register, startLedger } from '../support/running-ledger.js';
import { clientOf } from '../acceptance/clients.js';
import { updateExample } from '../acceptance/seeds.js';
import { fixtureNames, fixtureOf, storedEventCodecs, WITHOUT_CODEC } from './stored-events.js';

let codecs: readonly EventCodec<DomainEvent>[];

beforeAll(async () => {
  codecs = await storedEventCodecs();
});

const storedNames = (): readonly string[] => codecs.flatMap((codec) => codec.storedNames);

describe('the stored events', () => {
  it('are known to the codecs of disputes and credentials', () => {
    expect(storedNames()).toStrictEqual(
      expect.arrayContaining(['OdrDisputeReferenced.v1', 'CredentialIssued.v1']),
    );
  });

  it('have names that no two codecs share', () => {
    expect(new Set(storedNames()).size).toBe(storedNames().length);
  });

  it('have a fixture each, and no fixture has no event', () => {
    expect([...fixtureNames].sort()).toStrictEqual([...storedNames(), WITHOUT_CODEC].sort());
  });

  it.each(fixtureNames)('have a fixture that names itself: %s', (name) => {
    expect(fixtureOf(name).stored.type).toBe(name);
  });

  it.each(fixtureNames.filter((name) => name !== WITHOUT_CODEC))(
    'are read as they always were: %s',
    (name) => {
      const codec = codecs.find((candidate) => candidate.storedNames.includes(name));

      expect(codec?.decode(fixtureOf(name).stored)).toStrictEqual(fixtureOf(name).decoded);
    },
  );

  it('have the shape of the fixture where no codec writes them', async () => {
    const running = await startLedger();
    try {
      const institution = newInstitution('Gotham ODR');
      await register(running, institution);
      await (
        await clientOf(running, institution)
      )('/update', updateExample, { 'idempotency-key': 'claimed' });
      const claims: StoredEvent[] = [];
      for await (const { events } of running.ledger.store.readAll({ streamPrefixes: ['claim-'] }))
        claims.push(...events.map(({ type, data }) => ({ type, data })));

      const { stored } = fixtureOf(WITHOUT_CODEC);
      // The body's digest and the stream that the key was used for.
      const holder = expect.stringMatching(/^[0-9a-f]{64} dispute-\S+$/);
      expect(claims).toStrictEqual([{ type: stored.type, data: { ...stored.data, holder } }]);
      expect(stored.data).toStrictEqual({ kind: 'idempotency-key', holder });
    } finally {
      await running.dispose();
    }
  });
});
