import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { flag, readSetting } from './settings.js';
import { EnvironmentError, type Variables } from './variables.js';

/** Everything that the process is told from outside. */
export interface Environment {
  readonly host: string;
  readonly port: number;
  readonly dataDirectory: string;
  /** Where the keys are that sign the log; the ledger makes one in the data directory when it is not said. */
  readonly signingKeyFile: string | undefined;
  /** Whether a first start may create credentials for trying the ledger out. */
  readonly isDemoAllowed: boolean;
  readonly logLevel: LogLevel;
  /** The ledger's address as partners see it, without a slash at the end. */
  readonly publicUrl: string;
  /** The stores of a deployment of several processes; undefined where one process has its own in the data directory. */
  readonly storeUrls: StoreUrls | undefined;
}

/** They hold passwords: never logged, never part of a message. */
export interface StoreUrls {
  /** EventStoreDB's. */
  readonly events: string;
  /** PostgreSQL's. */
  readonly readModels: string;
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** @throws EnvironmentError naming the first variable that cannot be used. */
export const readEnvironment = (variables: Variables = process.env): Environment => {
  refuseTellingClient(variables);
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
    publicUrl: publicUrlOf(variables, host, port),
    storeUrls,
  };
};

/** Where a log is, and what it is verified by: whoever only reads it has no read store. */
export interface LogSource {
  readonly dataDirectory: string;
  /** Undefined where the log is in the data directory. */
  readonly eventStoreUrl: string | undefined;
  readonly signingKeyFile: string | undefined;
}

/** @throws EnvironmentError naming the first variable that cannot be used. */
export const readLogSource = (variables: Variables = process.env): LogSource => {
  refuseTellingClient(variables);
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
 * Both or none: the processes of a cluster share both stores. Starting on an embedded one where somebody asked for a
 * cluster would be worse than not starting.
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

/** EventStoreDB's client prints the whole URL, password included, when its debug output is asked for. */
const refuseTellingClient = (variables: Variables): void => {
  const names = (variables['DEBUG'] ?? '')
    .split(/[\s,]+/)
    .filter((name) => name !== '' && !name.startsWith('-'));
  if (isProduction(variables) && names.some(asksForClient))
    throw new EnvironmentError('DEBUG', "must not ask for the event store client's output in production");
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
