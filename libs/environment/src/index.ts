export {
  dataFiles,
  EnvironmentError,
  readEnvironment,
  type Environment,
  type LogLevel,
} from './environment.js';
export { SystemClock } from './system-clock.js';
