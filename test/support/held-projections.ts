import type { EventStore, Subscription } from '#libs/event-store';
import { ProjectionRunner } from '#libs/read-store';
import type { WorkBesideRequests } from '../../apps/api/src/ledger.js';
import { inThisThread } from './running-ledger.js';

/** Projections that get nothing of the log until they are let go, as from a log that takes long to read. */
export interface HeldProjections {
  readonly work: WorkBesideRequests;
  letGo(): void;
}

export const heldProjections = (): HeldProjections => {
  const gate = new AbortController();
  const held = (store: EventStore): EventStore =>
    Object.create(store, {
      subscribeToAll: {
        value: async function* (subscription: Subscription) {
          await aborted(AbortSignal.any([gate.signal, subscription.signal]));
          yield* store.subscribeToAll(subscription);
        },
      },
    }) as EventStore;
  return {
    letGo: () => {
      gate.abort();
    },
    work: {
      ...inThisThread,
      startProjections: ({ store, readStore }, listener) => {
        const runner = new ProjectionRunner(held(store), readStore, listener);
        runner.start();
        return runner;
      },
    },
  };
};

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
