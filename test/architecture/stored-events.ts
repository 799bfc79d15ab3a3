import { readdirSync, readFileSync } from 'node:fs';
import type { DomainEvent, EventCodec, StoredEvent } from '#libs/kernel';
import { sourceFiles } from './source-files.js';

interface Fixture {
  readonly stored: StoredEvent;
  /** Left out where no codec reads the event. */
  readonly decoded?: DomainEvent;
}

/** The write path's own record, which no domain reads and so no codec knows. `claims.system.spec.ts` compares it. */
export const WITHOUT_CODEC = 'Claimed.v1';

const folder = new URL('../fixtures/events/', import.meta.url);

export const fixtureNames: readonly string[] = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));

export const fixtureOf = (name: string): Fixture =>
  JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Fixture;

/** Every codec of what is shipped. */
export const storedEventCodecs = async (): Promise<readonly EventCodec<DomainEvent>[]> => {
  const files = sourceFiles().filter(({ text }) => /= eventCodec\b/.test(text));
  const modules: object[] = [];
  // One after the other: Jest's loader fails when two imports meet at a module that neither has loaded.
  for (const { path } of files) modules.push((await import(path)) as object);
  const codecs = modules.flatMap((module) => Object.values(module).filter(isCodec));
  if (codecs.length !== files.length)
    throw new Error('A file keeps its codec to itself, and it would be missed.');
  return codecs;
};

const isCodec = (value: unknown): value is EventCodec<DomainEvent> =>
  typeof value === 'object' && value !== null && 'storedNames' in value;
