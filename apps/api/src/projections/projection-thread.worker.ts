import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { openEventStore, openReadStore } from '#libs/deployment';
import { ProjectionRunner } from '#libs/read-store';
import type { ProjectedFiles, ProjectionNews } from './projection-thread.js';

const port = parentPort;
if (port === null) throw new Error('The projections run in a thread of the API, not by themselves.');

const tell = (news: ProjectionNews): void => {
  port.postMessage(news);
};

const files = workerData as ProjectedFiles;
const told = once(port, 'message');
const store = await openEventStore(files);
const readStore = await openReadStore(files);
const runner = new ProjectionRunner(store, readStore, {
  onFailure: (error) => {
    tell({ kind: 'failed', reason: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  },
  onRecovery: () => {
    tell({ kind: 'running' });
  },
});
runner.start();
tell({ kind: 'running' });

await told;
await runner.stop();
await store.close();
await readStore.close();
port.close();
