import { isIP } from 'node:net';
import { resolve } from 'node:path';
import type { TimeZone } from '#libs/kernel';
import { flag, instant, readSetting, timeZone } from './settings.js';
import { EnvironmentError, type Variables } from './variables.js';

/** The configuration of a process, from its environment variables. */
export interface Environment {
  readonly host: string;
  readonly port: number;
  readonly dataDirectory: string;
  /**
   * The file with the keys that sign the proof log. If undefined, an embedded ledger has a key in its data
   * directory, and the processes of a cluster sign nothing.
   */
  readonly signingKeyFile: string | undefined;
  /** Whether a first start may create demo credentials, and whether those of a first start are accepted. */
  readonly isDemoAllowed: boolean;
  readonly logLevel: LogLevel;
  /** Where a day that somebody asks for begins and ends. All processes of a cluster need the same. */
  readonly timeZone: TimeZone;
  /**
   * Times in the log up to this instant are believed although they are ahead of the clock, because an operator
   * has looked at them; undefined if none are.
   */
  readonly timesCheckedUntil: string | undefined;
  /** The ledger's address as partners see it, without a slash at the end. */
  readonly publicUrl: string;
  /**
   * The stores of a deployment of several processes; undefined for one process with its own in the data
   * directory.
   */
  readonly storeUrls: StoreUrls | undefined;
}

/** The URLs of both stores. They contain passwords: they are never logged, and never part of a message. */
export interface StoreUrls {
  /** EventStoreDB's. */
  readonly events: string;
  /** PostgreSQL's. */
  readonly readModels: string;
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Reads the configuration. @throws EnvironmentError that names the first unusable variable. */
export const readEnvironment = (variables: Variables = process.env): Environment => {
  rejectClientOutput(variables);
  const storeUrls = storeUrlsOf(variables);
  const host = variables['HOST'] ?? '127.0.0.1';
  const port = portOf(variables);
  const isDemoWanted = readSetting(flag('LEDGER_DEMO', true), variables);
  return {
    host,
    port,
    dataDirectory: resolve(variables['LEDGER_DATA_DIR'] ?? './data'),
    signingKeyFile: variables['LEDGER_SIGNING_KEY_FILE'],
    isDemoAllowed: isDemoWanted && !isProduction(variables) && isLoopback(host) && storeUrls === undefined,
    logLevel: logLevelOf(variables),
    timeZone: readSetting(timeZone('LEDGER_TIME_ZONE'), variables),
    timesCheckedUntil: readSetting(instant('LEDGER_TIMES_CHECKED_UNTIL'), variables) ?? undefined,
    publicUrl: publicUrlOf(variables, host, port),
    storeUrls,
  };
};

/** The place of an event log and of its signing keys, for commands that read the log and no read models. */
export interface LogSource {
  readonly dataDirectory: string;
  /** Undefined where the log is in the data directory. */
  readonly eventStoreUrl: string | undefined;
  readonly signingKeyFile: string | undefined;
}

/** Reads the place of the log. @throws EnvironmentError that names the first unusable variable. */
export const readLogSource = (variables: Variables = process.env): LogSource => {
  rejectClientOutput(variables);
  return {
    dataDirectory: resolve(variables['LEDGER_DATA_DIR'] ?? './data'),
    eventStoreUrl: eventStoreUrlOf(variables),
    signingKeyFile: variables['LEDGER_SIGNING_KEY_FILE'],
  };
};

const isProduction = (variables: Variables): boolean => variables['NODE_ENV'] === 'production';

const SCHEMES = {
  EVENT_STORE_URL: /^esdb(\+discover)?:\/\/[^/?]/,
  READ_STORE_URL: /^postgres(ql)?:\/\/[^/?]/,
} as const;

/**
 * Returns both URLs or neither, because the processes of a cluster share both stores. To start on an embedded
 * store where an operator asked for a cluster would be worse than not to start.
 */
const storeUrlsOf = (variables: Variables): StoreUrls | undefined => {
  const events = eventStoreUrlOf(variables);
  const readModels = urlOf(variables, 'READ_STORE_URL', 'a postgres:// URL');
  if (events === undefined && readModels === undefined) return undefined;
  if (readModels === undefined) throw new EnvironmentError('READ_STORE_URL', 'must be set too');
  if (events === undefined) throw new EnvironmentError('EVENT_STORE_URL', 'must be set too');
  return { events, readModels };
};

const eventStoreUrlOf = (variables: Variables): string | undefined =>
  urlOf(variables, 'EVENT_STORE_URL', 'an esdb:// or esdb+discover:// URL');

const urlOf = (variables: Variables, name: keyof typeof SCHEMES, what: string): string | undefined => {
  const text = variables[name];
  if (text === undefined || SCHEMES[name].test(text)) return text;
  throw new EnvironmentError(name, `must be ${what}`);
};

/**
 * Rejects debug output of EventStoreDB's client in production: it prints the whole URL, password included.
 */
const rejectClientOutput = (variables: Variables): void => {
  const names = (variables['DEBUG'] ?? '')
    .split(/[\s,]+/)
    .filter((name) => name !== '' && !name.startsWith('-'));
  if (isProduction(variables) && names.some(asksForClient))
    throw new EnvironmentError('DEBUG', "must not enable the event store client's output in production");
};

const asksForClient = (name: string): boolean => {
  const [start = ''] = name.split('*');
  return start.startsWith('esdb') || (name.includes('*') && 'esdb'.startsWith(start));
};

const portOf = (variables: Variables): number => {
  const text = variables['PORT'] ?? '3000';
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new EnvironmentError('PORT', 'must be a number from 0 to 65535');
  return port;
};

const publicUrlOf = (variables: Variables, host: string, port: number): string => {
  const text = variables['PUBLIC_URL'];
  if (text === undefined) return `http://${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new EnvironmentError('PUBLIC_URL', 'must be an http or https URL');
  return text.replace(/\/+$/, '');
};

const logLevelOf = (variables: Variables): LogLevel => {
  const text = variables['LOG_LEVEL'] ?? 'info';
  const level = LOG_LEVELS.find((candidate) => candidate === text);
  if (level === undefined) throw new EnvironmentError('LOG_LEVEL', `must be one of ${LOG_LEVELS.join(', ')}`);
  return level;
};

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d+){3}$/.test(host);
