export { createDirectory } from './create-directory.js';
export { dataFiles } from './data-files.js';
export {
  type LogSource,
  readEnvironment,
  readLogSource,
  type Environment,
  type LogLevel,
  type StoreUrls,
} from './environment.js';
export { type DeclaredSettings, flag, readSettings, type Setting } from './settings.js';
export { EnvironmentError, type Variables } from './variables.js';
export { createLogger } from './logger.js';
export { runUntilStopped, type RunningProcess } from './run-until-stopped.js';
export { SteadyClock, type TimeSources } from './steady-clock.js';
export { SystemClock } from './system-clock.js';
export { rejectUnfinishedRestore, restorePlanOf } from './unfinished-restore.js';
