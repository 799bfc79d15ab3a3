import { once } from 'node:events';
import { InDoubtError } from '#libs/event-store';
import { ProjectionRunner } from '#libs/read-store';
import { runInThread, type ThreadStores } from '../threads/inside-thread.js';
import type { ProjectionNews } from './projection-thread.js';

await runInThread<ThreadStores, ProjectionNews>(async ({ store, readStore, stopping, tell }) => {
  const runner = new ProjectionRunner(store, readStore, {
    onFailure: (error) => {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      const doubt = error instanceof InDoubtError ? { reason: error.message, doubt: error.told } : {};
      tell({ kind: 'failed', reason, ...doubt });
    },
    onHeld: (held) => {
      tell({ kind: 'held', held });
    },
    onRecovery: () => {
      tell({ kind: 'running' });
    },
    onOtherLog: (reason) => {
      tell({ kind: 'other-log', reason });
    },
    onRebuild: (rebuild) => {
      tell({ kind: 'rebuild', rebuild });
    },
    onRebuilt: (rebuild) => {
      tell({ kind: 'rebuilt', rebuild });
    },
  });
  const stopped = stopping.aborted ? undefined : once(stopping, 'abort');
  runner.start();
  tell({ kind: 'running' });
  await stopped;
  await runner.stop();
});
