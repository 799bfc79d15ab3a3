import type { Credentials } from '@eventstore/db-client';

export interface ConnectionUrl {
  readonly url: string;
  /** Passed with each append, which makes the client use the call that has a deadline (decision 0009). */
  readonly credentials: Credentials;
}

/**
 * The options that are accepted. The client prints the whole URL, password included, if it does not know one.
 */
const OPTIONS = [
  'tls',
  'tlsCAFile',
  'userCertFile',
  'userKeyFile',
  'connectionName',
  'nodePreference',
  'discoveryInterval',
  'gossipTimeout',
  'maxDiscoverAttempts',
  'keepAliveInterval',
  'keepAliveTimeout',
  'defaultDeadline',
];

/** `gossipTimeout` is in seconds. A command has no time for the client's own 10 attempts of 5 s each. */
const DEFAULTS = { connectionName: 'dispute-ledger', gossipTimeout: '1', maxDiscoverAttempts: '3' };

/** Placeholders for a URL without credentials: the client does not send them, because there is no TLS. */
const NO_CREDENTIALS: Credentials = { username: 'ledger', password: 'ledger' };

const SHAPE =
  /^esdb(?:\+discover)?:\/\/(?:(?<username>[^:@]+):(?<password>[^@]+)@)?[^@?]+?\/?(?:\?(?<query>.*))?$/;

/**
 * Returns the URL with our defaults added, and its credentials.
 *
 * @throws Error that says what is wrong; the message does not contain the URL, as it may hold a password.
 */
export const connectionUrl = (url: string): ConnectionUrl => {
  const parts = SHAPE.exec(url.trim())?.groups;
  if (parts === undefined)
    throw new Error('The event store’s URL must be esdb://user:password@host:port,… or esdb+discover://…');
  const options = optionsOf(parts['query'] ?? '');
  const credentials = credentialsOf(parts);
  if (credentials === undefined && options.get('tls') !== 'false')
    throw new Error('The event store’s URL needs a user and a password, or tls=false.');
  const missing = Object.entries(DEFAULTS).filter(([key]) => !options.has(key));
  const separator = parts['query'] === undefined ? '?' : '&';
  return {
    url: url.trim() + separator + missing.map(([key, value]) => `${key}=${value}`).join('&'),
    credentials: credentials ?? NO_CREDENTIALS,
  };
};

const optionsOf = (query: string): Map<string, string> => {
  const options = new Map<string, string>();
  for (const option of query.split('&').filter(Boolean)) {
    const [key = '', value = ''] = option.split('=');
    if (!OPTIONS.includes(key)) throw new Error(`The event store’s URL has an unknown option: ${key}`);
    options.set(key, value);
  }
  return options;
};

const credentialsOf = ({
  username,
  password,
}: Record<string, string | undefined>): Credentials | undefined =>
  username === undefined || password === undefined
    ? undefined
    : { username: decodeURIComponent(username), password: decodeURIComponent(password) };
