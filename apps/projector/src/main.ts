import {
  createLogger,
  EnvironmentError,
  readEnvironment,
  type RunningProcess,
  runUntilStopped,
} from '#libs/environment';
import { startHealthServer } from './health-server.js';
import { startProjector } from './projector.js';

const start = async (): Promise<RunningProcess> => {
  const environment = readEnvironment();
  if (environment.storeUrls === undefined)
    throw new EnvironmentError('EVENT_STORE_URL', 'must be set: without it the API runs the projections');
  const logger = createLogger(environment.logLevel);
  const projector = await startProjector(environment, logger);
  const health = await startHealthServer(projector, environment);
  logger.info({ url: health.url }, 'the projector is ready');
  logger.flush();
  return {
    logger,
    close: async () => {
      await projector.close();
      await health.close();
    },
  };
};

runUntilStopped('The projector', start);
