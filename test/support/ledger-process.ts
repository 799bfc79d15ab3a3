import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { builtProcess } from './built.js';

/** How long to wait for a start, which takes half a second on an idle machine. */
const START_MS = 120_000;
const POLL_MS = 5;

/** A built server as an operator runs it, on a port of its own. */
export interface LedgerProcess {
  /** Resolves with the URL in the log line of the listening server. @throws Error when it ended before. */
  url(): Promise<string>;
  /** Resolves with the URL when `GET /health/ready` answers 200. */
  ready(): Promise<string>;
  readonly stdout: string;
  readonly stderr: string;
  readonly hasEnded: boolean;
  readonly pid: number;
  /** Suspends the process, or resumes it. */
  suspend(isSuspended: boolean): void;
  /** Sends SIGKILL, as a machine that runs out of memory does, and waits for the end. */
  kill(): Promise<void>;
  /**
   * Sends SIGTERM, as an orchestrator does. Resolves with the exit code, or the signal that ended the
   * process.
   */
  terminate(): Promise<number | string>;
  /** Waits until the process ends by itself. Resolves with the exit code, or the signal that ended it. */
  ended(): Promise<number | string>;
}

type Child = ChildProcessByStdio<null, Readable, Readable>;

export const startLedgerProcess = (
  dataDirectory: string,
  variables: Record<string, string> = {},
  around: readonly string[] = [],
): LedgerProcess =>
  startServer(
    builtProcess('api'),
    {
      LEDGER_DATA_DIR: dataDirectory,
      LEDGER_DEMO: '0',
      PUBLIC_URL: 'https://ledger.example',
      ...variables,
    },
    around,
  );

export const startProjectorProcess = (variables: Record<string, string>): LedgerProcess =>
  startServer(builtProcess('projector'), variables);

/**
 * Starts a server of the ledger from its script.
 *
 * @param around A program that runs the command in its arguments in place of itself, such as `unshare`.
 */
export const startServer = (
  script: string,
  variables: Record<string, string>,
  around: readonly string[] = [],
): LedgerProcess => {
  const command = [...around, process.execPath, '--disable-warning=ExperimentalWarning', script];
  const child: Child = spawn(command[0] ?? '', command.slice(1), {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], PORT: '0', ...variables },
  });
  const written = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (written.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (written.stderr += text));
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string);
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;

  const untilSome = async <Value>(look: () => Promise<Value | undefined>): Promise<Value> => {
    const deadline = performance.now() + START_MS;
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      if (hasEnded()) throw new Error(`The server ended before it was ready: ${written.stderr}`);
      if (performance.now() > deadline) throw new Error(`The server is not ready: ${written.stdout}`);
      await pause(POLL_MS);
    }
  };
  const url = (): Promise<string> => untilSome(async () => urlIn(written.stdout));

  return {
    url,
    ready: async () => {
      const address = await url();
      return untilSome(async () =>
        (await statusOf(`${address}/health/ready`)) === 200 ? address : undefined,
      );
    },
    get stdout() {
      return written.stdout;
    },
    get stderr() {
      return written.stderr;
    },
    get hasEnded() {
      return hasEnded();
    },
    pid: child.pid ?? 0,
    suspend: (isSuspended) => {
      child.kill(isSuspended ? 'SIGSTOP' : 'SIGCONT');
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    terminate: () => {
      child.kill('SIGTERM');
      return ended;
    },
    ended: () => ended,
  };
};

const READY = /^\{.*"url":"([^"]+)".*"msg":"the (?:ledger|projector) is ready".*\}$/m;

const urlIn = (stdout: string): string | undefined => READY.exec(stdout)?.[1];

const statusOf = (url: string): Promise<number | undefined> =>
  fetch(url).then(
    async (response) => {
      await response.arrayBuffer();
      return response.status;
    },
    () => undefined,
  );
