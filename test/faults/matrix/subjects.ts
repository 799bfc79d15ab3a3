import { embeddedDeployment } from '../../support/deployments.js';
import { type LedgerProcess, startLedgerProcess } from '../../support/ledger-process.js';
import { type RunningLedger, startLedger } from '../../support/running-ledger.js';
import { judgeStart, type Verdict } from './judge.js';

/** A ledger that faults are tried on. */
export interface Subject {
  readonly url: string;
  stop(): Promise<void>;
}

/** What a start came to: a ledger, or the judgement of how it was refused. */
export type Started = Subject | Verdict;

export type Start = (directory: string, variables?: Record<string, string>) => Promise<Started>;

export const isRefused = (started: Started): started is Verdict => 'outcome' in started;

const deploymentAt = async (path: string) => ({
  ...(await embeddedDeployment()),
  variables: { LEDGER_DATA_DIR: path },
  dispose: () => Promise.resolve(),
});

/** Starts a ledger in this process over a directory. It may be not ready for ever. */
export const openHere = async (
  path: string,
  variables: Record<string, string> = {},
): Promise<RunningLedger> => startLedger(variables, await deploymentAt(path), { isWaitedFor: false });

/** Starts a ledger in this process, as it takes the least time. */
export const startHere: Start = async (path, variables) => {
  try {
    return await openHere(path, variables);
  } catch (error) {
    return judgeStart(1, `The ledger cannot start: ${(error as Error).message}`);
  }
};

/** Starts the built server, as an operator does. */
export const startProcess: Start = (path, variables) => startedBy(startLedgerProcess(path, variables));

/** Returns the ledger of a process once it listens, or how its start was refused. */
export const startedBy = async (server: LedgerProcess): Promise<Started> => {
  try {
    return {
      url: await server.url(),
      stop: async () => {
        if (!server.hasEnded) await server.terminate();
      },
    };
  } catch {
    return judgeStart(await server.ended(), server.stderr);
  }
};
