import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import type { SignatureCheck } from './bare-route.js';

/** A server that prints its URL as a line of JSON once it listens. */
export interface ServerProcess {
  readonly url: string;
  stop(): Promise<void>;
}

const node = (script: string, args: readonly string[], env: Record<string, string> = {}): ChildProcess =>
  spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });

const here = (file: string): string => new URL(file, import.meta.url).pathname;

const listening = async (child: ChildProcess): Promise<ServerProcess> => {
  if (child.stdout === null) throw new Error('The server has no output.');
  for await (const line of createInterface({ input: child.stdout })) {
    const { url } = JSON.parse(line) as { url?: string };
    if (url === undefined) continue;
    child.stdout.resume();
    return {
      url,
      stop: async () => {
        child.kill('SIGTERM');
        if (child.exitCode === null) await once(child, 'exit');
      },
    };
  }
  throw new Error('The server ended before it listened.');
};

const startLedger =
  (script: string) =>
  (dataDirectory: string): Promise<ServerProcess> =>
    listening(
      node(here(script), [], {
        PORT: '0',
        LEDGER_DATA_DIR: dataDirectory,
        LEDGER_DEMO: '0',
        LOG_LEVEL: 'info',
      }),
    );

/**
 * Starts the ledger as an operator does. Its standard output is a pipe that is read, as with a supervisor.
 */
export const startLedgerProcess = startLedger('../../bundles/api/main.js');

/** Starts the ledger and resolves when its read models have caught up with its log. */
export const startCaughtUp = async (dataDirectory: string): Promise<ServerProcess> => {
  const server = await startLedgerProcess(dataDirectory);
  while ((await lagOf(server.url)) > 0) await pause(100);
  return server;
};

const lagOf = async (url: string): Promise<number> => {
  const { readModelLag } = (await (await fetch(`${url}/health/ready`)).json()) as { readModelLag: number };
  return readModelLag;
};

/** Starts the ledger without proofs. */
export const startUnprovenLedgerProcess = startLedger('../../bundles/bench/unproven-ledger.main.js');

export const startBareRouteProcess =
  (signatures: SignatureCheck) =>
  (dataDirectory: string): Promise<ServerProcess> =>
    listening(node(here('../../bundles/bench/bare-route.main.js'), [dataDirectory, signatures]));

/**
 * Starts an in-memory EventStoreDB in its own process, so figures include the client and the wire, but no
 * disk.
 */
export const startEventStoreDbProcess = (): Promise<ServerProcess> =>
  listening(node(here('../support/eventstoredb/test-event-store.main.js'), []));

/** Runs a script to its end and resolves with the JSON document that it prints. */
export const runJson = async <Result>(script: string, args: readonly string[]): Promise<Result> => {
  const child = node(here(script), args);
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new Error(`${script} ended with ${code}`);
  return JSON.parse(output) as Result;
};
