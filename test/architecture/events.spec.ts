import type { DomainEvent, EventCodec } from '#libs/kernel';
import { beforeAll, describe, expect, it } from '@jest/globals';
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

  it('have one fixture each, and every fixture has its event', () => {
    expect([...fixtureNames].sort()).toStrictEqual([...storedNames(), ...WITHOUT_CODEC].sort());
  });

  it.each(fixtureNames)('have a fixture that names itself: %s', (name) => {
    expect(fixtureOf(name).stored.type).toBe(name);
  });

  it.each(fixtureNames.filter((name) => !WITHOUT_CODEC.includes(name)))(
    'are still decoded as their fixture says: %s',
    (name) => {
      const codec = codecs.find((candidate) => candidate.storedNames.includes(name));

      expect(codec?.decode(fixtureOf(name).stored)).toStrictEqual(fixtureOf(name).decoded);
    },
  );
});
