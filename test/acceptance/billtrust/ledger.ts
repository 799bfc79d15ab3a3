import { afterAll, beforeAll } from '@jest/globals';
import { type RunningLedger, startLedger } from '../../support/running-ledger.js';
import { type User, userOf } from './clients.js';

/** A ledger with one user, `user-1` of `acme`, who has every permission. */
export interface BilltrustLedger {
  readonly running: RunningLedger;
  readonly user: User;
}

/** Starts a ledger before the tests of the file and stops it after them. */
export const billtrustLedger = (): BilltrustLedger => {
  let running: RunningLedger;
  let user: User;

  beforeAll(async () => {
    running = await startLedger();
    user = await userOf(running);
  });

  afterAll(() => running.dispose());

  return {
    get running() {
      return running;
    },
    get user() {
      return user;
    },
  };
};
