import { afterAll, beforeAll } from '@jest/globals';
import { type RunningLedger, startLedger } from '../../support/running-ledger.js';
import { type Developer, developerOf, developerWith } from './clients.js';

/** A ledger with one developer, `developer-1` of `acme`. */
export interface EnfinitosLedger {
  readonly running: RunningLedger;
  readonly developer: Developer;
  /** Stops the ledger and starts it again over the same stores. */
  restart(): Promise<void>;
}

/** Starts a ledger before the tests of the file and stops it after them. */
export const enfinitosLedger = (): EnfinitosLedger => {
  let running: RunningLedger;
  let developer: Developer;

  beforeAll(async () => {
    running = await startLedger();
    developer = await developerOf(running);
  });

  afterAll(() => running.dispose());

  return {
    get running() {
      return running;
    },
    get developer() {
      return developer;
    },
    restart: async () => {
      running = await running.restart();
      developer = developerWith(running, developer.apiKey);
    },
  };
};
