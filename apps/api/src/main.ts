import { EnvironmentError, readEnvironment } from '#libs/environment';
import { createDemo } from './demo/demo-credentials.js';
import { createLedgerApp } from './ledger-app.js';
import { openLedger } from './ledger.js';
import { createLogger } from './logger.js';
import { ProjectionThread } from './projections/projection-thread.js';

/** An orchestrator kills after ten seconds; what is not done by then is better cut off by ourselves, with a log line. */
const SHUTDOWN_TIMEOUT_MS = 9_000;

const start = async (): Promise<void> => {
  const environment = readEnvironment();
  const logger = createLogger(environment.logLevel);
  const ledger = await openLedger(
    environment,
    logger,
    (_, listener) => new ProjectionThread({ dataDirectory: environment.dataDirectory }, listener),
  );
  const demo = await createDemo(ledger, environment);
  const app = await createLedgerApp(ledger, environment, logger);
  await app.listen(environment.port, environment.host);
  logger.info({ url: await app.getUrl() }, 'the ledger is ready');
  logger.flush();
  if (demo !== undefined) process.stderr.write(demo.introduction(await app.getUrl()));

  const stop = (signal: string): void => {
    logger.info({ signal }, 'stopping');
    setTimeout(() => {
      logger.fatal('the shutdown took too long');
      process.exit(1);
    }, SHUTDOWN_TIMEOUT_MS).unref();
    void app
      .close()
      .then(() => ledger.close())
      .then(() => {
        logger.info('stopped');
        logger.flush();
        process.exitCode = 0;
      });
  };
  process.once('SIGTERM', stop).once('SIGINT', stop);
};

start().catch((error: unknown) => {
  const reason = error instanceof EnvironmentError ? error.message : error;
  process.stderr.write(
    `The ledger cannot start: ${reason instanceof Error ? (reason.stack ?? '') : String(reason)}\n`,
  );
  process.exitCode = 1;
});
