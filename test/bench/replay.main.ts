import { join } from 'node:path';
import { readModels, rowSubjects } from '#libs/deployment';
import { EmbeddedEventStore } from '#libs/event-store';
import { ReadStore, Replay } from '#libs/read-store';
import { disputeCodec } from '../../libs/disputes/src/domain/dispute-codec.js';
import { disputeStreamPrefix } from '../../libs/disputes/src/domain/dispute-stream.js';

// One measurement (`scan`, `project` or `replay`) in its own process, so that its peak memory is its own.

export interface ReplayFigure {
  readonly eventsPerSecond: number;
  readonly peakRssBytes: number;
}

const [, , what, data = ''] = process.argv;
const store = await EmbeddedEventStore.open(join(data, 'events.sqlite'));

/** Reads the disputes and only decodes each event. */
const scan = async (): Promise<void> => {
  for await (const { events } of store.readAll({ streamPrefixes: [disputeStreamPrefix] }))
    for (const event of events) disputeCodec.decode(event);
};

const project = async (readStore: ReadStore): Promise<void> => {
  for await (const { events, position } of store.readAll()) await readStore.apply(events, position);
};

const replay = async (readStore: ReadStore): Promise<void> => {
  const { outcome } = await (
    await Replay.begin(store, readStore)
  ).run({
    subjects: rowSubjects,
    isSwapWanted: false,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  if (outcome !== 'equal') throw new Error(`The replay ended ${outcome}.`);
};

const readStore = await ReadStore.open(join(data, 'read-models.sqlite'), readModels);
const head = Number(await store.headPosition());
const start = performance.now();
if (what === 'scan') await scan();
else if (what === 'project') await project(readStore);
else await replay(readStore);
const seconds = (performance.now() - start) / 1_000;
const figure: ReplayFigure = {
  eventsPerSecond: head / seconds,
  // In kilobytes.
  peakRssBytes: process.resourceUsage().maxRSS * 1_024,
};
process.stdout.write(JSON.stringify(figure));
await readStore.close();
await store.close();
