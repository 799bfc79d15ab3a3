import { createLogger, type RunningProcess, runUntilStopped } from '#libs/environment';
import { readApiEnvironment } from './api-environment.js';
import { createDemo } from './demo/demo-credentials.js';
import { createLedgerApp } from './ledger-app.js';
import { openLedger } from './ledger.js';
import { inThreads } from './in-threads.js';

const start = async (): Promise<RunningProcess> => {
  const environment = readApiEnvironment();
  const logger = createLogger(environment.logLevel);
  const ledger = await openLedger(environment, logger, inThreads(environment));
  const demo = await createDemo(ledger, environment);
  const app = await createLedgerApp(ledger, environment, logger);
  await app.listen(environment.port, environment.host);
  logger.info({ url: await app.getUrl() }, 'the ledger is ready');
  logger.flush();
  if (demo !== undefined) process.stderr.write(demo.introduction(await app.getUrl()));
  return {
    logger,
    failed: ledger.doubts.failed,
    close: async () => {
      await app.close();
      await ledger.close();
    },
  };
};

runUntilStopped('The ledger', start);
