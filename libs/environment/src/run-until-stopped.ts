import type { Logger } from 'pino';
import { EnvironmentError } from './variables.js';

/** An orchestrator kills after ten seconds; what is not done by then is better cut off by ourselves, with a log line. */
const SHUTDOWN_TIMEOUT_MS = 9_000;

export interface RunningProcess {
  readonly logger: Logger;
  /** Finishes what was begun. */
  close(): Promise<void>;
}

/** The life of a server's process: from its start to SIGTERM or SIGINT, after which it ends with 0. */
export const runUntilStopped = (name: string, start: () => Promise<RunningProcess>): void => {
  start().then(stopOnSignal, (error: unknown) => {
    const reason = error instanceof EnvironmentError ? error.message : error;
    process.stderr.write(
      `${name} cannot start: ${reason instanceof Error ? (reason.stack ?? '') : String(reason)}\n`,
    );
    process.exitCode = 1;
  });
};

const stopOnSignal = (running: RunningProcess): void => {
  const { logger } = running;
  const fail = (reason: string, error?: unknown): void => {
    logger.fatal({ err: error }, reason);
    process.exit(1);
  };
  const stop = (signal: string): void => {
    logger.info({ signal }, 'stopping');
    setTimeout(() => {
      fail('the shutdown took too long');
    }, SHUTDOWN_TIMEOUT_MS).unref();
    running.close().then(
      () => {
        logger.info('stopped');
        logger.flush();
        process.exitCode = 0;
      },
      (error: unknown) => {
        fail('the shutdown failed', error);
      },
    );
  };
  process.once('SIGTERM', stop).once('SIGINT', stop);
};
