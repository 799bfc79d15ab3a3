import { readdirSync, readFileSync } from 'node:fs';
import type { DomainEvent, EventCodec, StoredEvent } from '#libs/kernel';
import { sourceFiles } from './source-files.js';

interface Fixture {
  readonly stored: StoredEvent;
  /** Absent if no codec reads the event. */
  readonly decoded?: DomainEvent;
}

/** Internal to the write path, so no codec reads them. `claims.system.spec.ts` has their fixtures' shapes. */
export const WITHOUT_CODEC: readonly string[] = ['Answered.v1', 'Claimed.v1'];

const folder = new URL('../fixtures/events/', import.meta.url);

export const fixtureNames: readonly string[] = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));

export const fixtureOf = (name: string): Fixture =>
  JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Fixture;

/** Resolves with every codec in the shipped files. @throws Error when a file does not export its codec. */
export const storedEventCodecs = async (): Promise<readonly EventCodec<DomainEvent>[]> => {
  const files = sourceFiles().filter(({ text }) => /= eventCodec\b/.test(text));
  const modules: object[] = [];
  // Sequentially: Jest's loader fails when two imports reach a module that neither has loaded yet.
  for (const { path } of files) modules.push((await import(path)) as object);
  const codecs = modules.flatMap((module) => Object.values(module).filter(isCodec));
  if (codecs.length !== files.length)
    throw new Error('A file does not export its codec, so this test would miss it.');
  return codecs;
};

const isCodec = (value: unknown): value is EventCodec<DomainEvent> =>
  typeof value === 'object' && value !== null && 'storedNames' in value;
