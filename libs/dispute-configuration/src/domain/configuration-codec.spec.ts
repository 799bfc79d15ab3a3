import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '#libs/kernel';
import { configurationCodec } from './configuration-codec.js';
import type { ConfigurationEvent } from './configuration-event.js';

interface Fixture {
  readonly stored: StoredEvent;
  readonly decoded: ConfigurationEvent;
}

const fixtures = new URL('../../../../test/fixtures/events/', import.meta.url);

const fixtureOf = (storedName: string): Fixture =>
  JSON.parse(readFileSync(new URL(`${storedName}.json`, fixtures), 'utf8')) as Fixture;

const everyField = configurationCodec.storedNames.flatMap((storedName) =>
  Object.keys(fixtureOf(storedName).stored.data).map((field) => [storedName, field] as const),
);

describe('the configuration codec', () => {
  it('knows every stored name that was ever written', () => {
    expect(configurationCodec.storedNames).toStrictEqual([
      'CategoryUpserted.v1',
      'CategoryUpdated.v1',
      'CategoryDeleted.v1',
      'ReasonUpserted.v1',
      'ReasonUpdated.v1',
      'ReasonDeleted.v1',
      'ResolutionUpserted.v1',
      'ResolutionUpdated.v1',
      'ResolutionDeleted.v1',
      'InvoiceClosedResolutionSet.v1',
      'ReasonLinked.v1',
      'ReasonUnlinked.v1',
      'ResolutionLinked.v1',
      'ResolutionUnlinked.v1',
    ]);
  });

  it.each(configurationCodec.storedNames)('writes the data of %s as it was always written', (storedName) => {
    const { stored, decoded } = fixtureOf(storedName);

    expect(configurationCodec.encode(decoded)).toStrictEqual(stored);
  });

  it.each(everyField)('does not read a stored %s that lost its %s', (storedName, field) => {
    const { type, data } = fixtureOf(storedName).stored;
    const { [field]: _, ...rest } = data;

    expect(() => configurationCodec.decode({ type, data: rest })).toThrow(new RegExp(`\\b${field}$`));
  });
});
