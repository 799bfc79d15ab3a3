import type { Logger } from 'pino';
import { EnvironmentError } from './variables.js';

/** Docker kills a process ten seconds after SIGTERM. Ending it a second earlier leaves a log line. */
const SHUTDOWN_TIMEOUT_MS = 9_000;

/** A started process, as `runUntilStopped` needs it. */
export interface RunningProcess {
  readonly logger: Logger;
  /** Resolves, with the reason, if the process cannot go on. It is then closed, and exits with 1. */
  readonly failed?: Promise<string>;
  /** Finishes the work in progress and releases what the process holds. */
  close(): Promise<void>;
}

/**
 * Runs a process until SIGTERM or SIGINT, then closes it. It exits with 0; or with 1 if it cannot start, or
 * if closing it fails or takes too long.
 */
export const runUntilStopped = (name: string, start: () => Promise<RunningProcess>): void => {
  start().then(stopOnSignal, (error: unknown) => {
    const reason = error instanceof EnvironmentError ? error.message : error;
    process.stderr.write(
      `${name} cannot start: ${reason instanceof Error ? (reason.stack ?? '') : String(reason)}\n`,
    );
    // Not an exit code alone: what had been opened by then, such as a thread, would keep the process running.
    process.exit(1);
  });
};

const stopOnSignal = (running: RunningProcess): void => {
  const { logger } = running;
  const fail = (reason: string, error?: unknown): void => {
    logger.fatal({ err: error }, reason);
    process.exit(1);
  };
  const close = (exitCode: number): void => {
    setTimeout(() => {
      fail('the shutdown took too long');
    }, SHUTDOWN_TIMEOUT_MS).unref();
    running.close().then(
      () => {
        logger.info('stopped');
        logger.flush();
        process.exitCode = exitCode;
      },
      (error: unknown) => {
        fail('the shutdown failed', error);
      },
    );
  };
  const stop = (signal: string): void => {
    logger.info({ signal }, 'stopping');
    close(0);
  };
  process.once('SIGTERM', stop).once('SIGINT', stop);
  void running.failed?.then((reason) => {
    process.off('SIGTERM', stop).off('SIGINT', stop);
    logger.fatal(`the process ends: ${reason}`);
    close(1);
  });
};
