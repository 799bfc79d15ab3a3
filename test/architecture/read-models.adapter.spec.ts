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

  it('are all in the deployment’s list, once each', () => {
    const names = (models: readonly ReadModel[]): readonly string[] => models.map(({ name }) => name).sort();

    expect(names(declared)).toContain('disputes');
    expect(names(readModels)).toStrictEqual(names(declared));
  });

  it('are declared only in files named *.read-model.ts', () => {
    const elsewhere = sourceFiles()
      .filter(({ text }) => /\b\w+: ReadModel =|\): ReadModel =>|satisfies ReadModel\b/.test(text))
      .filter(({ path }) => !path.endsWith('.read-model.ts'));

    expect(elsewhere.map(({ path }) => path)).toStrictEqual([]);
  });

  it('are compared table by table after a rebuild', async () => {
    expect([...comparedTables].sort()).toStrictEqual(['checkpoints', ...(await tablesOf(readModels))].sort());
  });
});

/** The prefix of the streams for each codec's events, by the codec's first stored name. */
const STREAMS_OF: Readonly<Record<string, string>> = {
  'OdrDisputeReferenced.v1': 'dispute-acme.',
  'CredentialIssued.v1': 'credential-',
  'CategoryUpserted.v1': 'disputeConfiguration-',
  'DisputeExported.v1': 'disputeExports-',
  'ReplayStarted.v1': 'ledgerReplays-',
  'LogRestored.v1': 'ledgerRestores-',
  'LogRestoreRefused.v1': 'ledgerRestores-',
};

/**
 * Not in the activity, because they are internal to the write path: the opening of a dispute says its number. A
 * decision of the quarantine is told at the event that it passes over.
 */
const UNDESCRIBED = [...WITHOUT_CODEC, 'InvoiceDisputeNumbered.v1', 'QuarantineAccepted.v1'];

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

const described = fixtureNames.filter((name) => !UNDESCRIBED.includes(name));

describe('every stored event', () => {
  /** The activity's summary of each event, which is the only one in its stream. */
  const summaries = new Map<string, string>();

  beforeAll(async () => {
    const streams = new Map(
      (await storedEventCodecs()).flatMap(({ storedNames }) =>
        storedNames.map((name) => [name, STREAMS_OF[storedNames[0] ?? '']] as const),
      ),
    );
    const events = described.map((name, index): RecordedEvent => ({
      ...fixtureOf(name).stored,
      id: name,
      stream: `${streams.get(name) ?? 'nobodyReads-'}${index}`,
      revision: 0n,
      position: BigInt(index + 1),
      metadata,
    }));
    for (const { entry } of await activityOf(events)) summaries.set(entry.eventId, entry.summary);
  });

  it.each(described)('is described in the activity: %s', (name) => {
    expect(summaries.get(name)).toMatch(/\w/);
  });
});

const activityOf = async (events: readonly RecordedEvent[]) => {
  const directory = await temporaryDirectory();
  const store = await ReadStore.open(`${directory.path}/rows.sqlite`, readModels);
  try {
    await store.apply(events, BigInt(events.length));
    const page = { filter: {}, from: null, limit: events.length };
    return (await new ActivityQueries(store).page(page)).activities;
  } finally {
    await store.close();
    await directory.remove();
  }
};
