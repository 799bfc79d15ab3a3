import { type Logger, pino } from 'pino';
import type { LogLevel } from './environment.js';

/** A write for every line would cost more than the line; a line waits at most this long for others. */
const BUFFERED_BYTES = 4_096;
const FLUSH_MS = 100;

/**
 * One JSON line a record on standard output. Requests are logged by their route's pattern and never by their URL,
 * headers or body, so that no secret and nothing personal gets into a log.
 */
export const createLogger = (level: LogLevel): Logger =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    pino.destination({ dest: 1, sync: false, minLength: BUFFERED_BYTES, periodicFlush: FLUSH_MS }),
  );
