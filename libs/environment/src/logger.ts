import { type Logger, pino } from 'pino';
import type { LogLevel } from './environment.js';

/**
 * Lines are written together, because a write per line would cost more than the line. None waits longer than
 * this.
 */
const BUFFERED_BYTES = 4_096;
const FLUSH_MS = 100;

/**
 * Returns a logger that writes one JSON line per record to standard output. Requests are logged by their
 * route's pattern and never by their URL, headers or body, so that no secret and no personal data is logged.
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
