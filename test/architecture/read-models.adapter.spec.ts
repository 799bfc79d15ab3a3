import { ActivityQueries } from '#libs/activity';
import { readModels } from '#libs/deployment';
import type { EventMetadata, RecordedEvent } from '#libs/event-store';
import { type ReadModel, ReadStore } from '#libs/read-store';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { comparedTables, tablesOf } from '../support/read-model-rows.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { sourceFiles } from './source-files.js';
import { fixtureNames, fixtureOf, storedEventCodecs, WITHOUT_CODEC } from './stored-events.js';

const isReadModel = (value: unknown): value is ReadModel =>
  typeof value === 'object' && value !== null && 'createTables' in value && 'apply' in value;

describe('the read models', () => {
  let declared: readonly ReadModel[];

  beforeAll(async () => {
    const files = sourceFiles().filter(({ path }) => path.includes('/read-models/'));
    const modules = await Promise.all(files.map(({ path }) => import(path) as Promise<object>));
    declared = modules.flatMap((module) => Object.values(module).filter(isReadModel));
  });

  it('are all in the list of the deployment, once each', () => {
    const names = (models: readonly ReadModel[]): readonly string[] => models.map(({ name }) => name).sort();

    expect(names(declared)).toContain('disputes');
    expect(names(readModels)).toStrictEqual(names(declared));
  });

  it('are declared in the folders for them and nowhere else', () => {
    const elsewhere = sourceFiles()
      .filter(({ text }) => /\b\w+: ReadModel =|\): ReadModel =>|satisfies ReadModel\b/.test(text))
      .filter(({ path }) => !path.endsWith('.read-model.ts'));

    expect(elsewhere.map(({ path }) => path)).toStrictEqual([]);
  });

  it('are compared table by table when they are built again', async () => {
    expect([...comparedTables].sort()).toStrictEqual(['checkpoints', ...(await tablesOf(readModels))].sort());
  });
});

/** A stream for the events of each codec, by the codec's first stored name. */
const STREAM_OF: Readonly<Record<string, string>> = {
  'OdrDisputeReferenced.v1': 'dispute-acme.D-1',
  'CredentialIssued.v1': 'credential-1',
  'CategoryUpserted.v1': 'disputeConfiguration-acme',
};

/** No part of the activity: the first is the write path's own, the second is found in the proof log. */
const UNDESCRIBED = [WITHOUT_CODEC, 'DisputeExported.v1'];

const metadata: EventMetadata = {
  $correlationId: 'correlation-1',
  $causationId: 'command-1',
  commandId: 'command-1',
  tenant: 'acme',
  actor: { name: 'Bruce Wayne' },
  credentialId: 'credential-1',
  holder: 'Gotham ODR',
  authProfile: 'documented',
  recordedAt: '2025-01-01T00:00:00.000Z',
};

describe('every stored event', () => {
  const streamOf = new Map<string, string | undefined>();

  beforeAll(async () => {
    for (const { storedNames } of await storedEventCodecs())
      for (const name of storedNames) streamOf.set(name, STREAM_OF[storedNames[0] ?? '']);
  });

  it.each(fixtureNames.filter((name) => !UNDESCRIBED.includes(name)))(
    'is described in the activity: %s',
    async (name) => {
      const stream = streamOf.get(name) ?? 'a stream that nobody reads';

      expect(await activityOf({ ...fixtureOf(name).stored, stream })).toStrictEqual([
        { type: name.replace(/\.v\d+$/, ''), summary: expect.stringMatching(/\w/) },
      ]);
    },
  );
});

/** What people read of the event when it is the only one of its stream. */
const activityOf = async (event: Pick<RecordedEvent, 'type' | 'data' | 'stream'>) => {
  const directory = await temporaryDirectory();
  const store = await ReadStore.open(`${directory.path}/rows.sqlite`, readModels);
  try {
    await store.apply([{ id: 'event-1', revision: 0n, position: 1n, metadata, ...event }], 1n);
    const { activities } = await new ActivityQueries(store).page({ filter: {}, from: null, limit: 10 });
    return activities.map(({ entry: { type, summary } }) => ({ type, summary }));
  } finally {
    await store.close();
    await directory.remove();
  }
};
