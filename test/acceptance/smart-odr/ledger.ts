import { afterAll, beforeAll } from '@jest/globals';
import type { Institution } from '../../support/institution.js';
import { register, type RunningLedger, startLedger } from '../../support/running-ledger.js';
import { clientOf, type Post } from '../clients.js';

/** A ledger that knows some institutions. */
export interface SmartOdrLedger {
  readonly running: RunningLedger;
  /** Posts as the first of the institutions. */
  readonly post: Post;
  /** Stops the ledger and starts it again over the same stores. */
  restart(): Promise<void>;
}

/** Starts a ledger before the tests of the file and stops it after them. */
export const smartOdrLedger = (first: Institution, ...others: readonly Institution[]): SmartOdrLedger => {
  let running: RunningLedger;
  let post: Post;

  beforeAll(async () => {
    running = await startLedger();
    for (const institution of [first, ...others]) await register(running, institution);
    post = await clientOf(running, first);
  });

  afterAll(() => running.dispose());

  return {
    get running() {
      return running;
    },
    get post() {
      return post;
    },
    restart: async () => {
      running = await running.restart();
      post = await clientOf(running, first);
    },
  };
};
