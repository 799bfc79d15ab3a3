import type { Logger } from 'pino';

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
    process.stderr.write(`${name} cannot start: ${reasonOf(error)}\n`);
    // Not an exit code alone: what had been opened by then, such as a thread, would keep the process running.
    process.exit(1);
  });
};

/** Returns why in one line for the operator; the stack, too, of what only a mistake in the code can throw. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const isMistake = [TypeError, ReferenceError, RangeError, SyntaxError].some(
    (kind) => error instanceof kind,
  );
  return isMistake ? (error.stack ?? error.message) : error.message.replaceAll('\n', ' ');
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
