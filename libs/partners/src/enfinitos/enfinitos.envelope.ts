import { CONTRACT_VERSION } from './enfinitos.problems.js';

/** The body of every success. */
export interface Answer<Data> {
  readonly ok: true;
  readonly data: Data;
  readonly contractVersion: typeof CONTRACT_VERSION;
}

export const answer = <Data>(data: Data): Answer<Data> => ({
  ok: true,
  data,
  contractVersion: CONTRACT_VERSION,
});
