import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { dataFiles } from './data-files.js';
import { readEnvironment } from './environment.js';
import { NamedTimeZone } from './named-time-zone.js';
import { EnvironmentError } from './variables.js';

const secretValue = 'hunter2://secret';
const LOG_LEVELS = 'fatal, error, warn, info, debug, trace, silent';
const cluster = {
  EVENT_STORE_URL: 'esdb://ledger:secret@one:2113,two:2113?tls=false',
  READ_STORE_URL: 'postgres://ledger:secret@db:5432/ledger',
};

describe('the environment', () => {
  it('may be empty', () => {
    expect(readEnvironment({})).toStrictEqual({
      host: '127.0.0.1',
      port: 3_000,
      dataDirectory: resolve('data'),
      isDemoAllowed: true,
      signingKeyFile: undefined,
      logLevel: 'info',
      timeZone: NamedTimeZone.of('UTC'),
      timesCheckedUntil: undefined,
      publicUrl: 'http://127.0.0.1:3000',
      storeUrls: undefined,
    });
  });

  it.each([
    [{ HOST: '0.0.0.0' }, { host: '0.0.0.0', publicUrl: 'http://0.0.0.0:3000' }],
    [{ HOST: '::1' }, { host: '::1', publicUrl: 'http://[::1]:3000' }],
    [{ PORT: '0' }, { port: 0 }],
    [{ PORT: '65535' }, { port: 65_535, publicUrl: 'http://127.0.0.1:65535' }],
    [{ LEDGER_DATA_DIR: '/var/lib/ledger' }, { dataDirectory: '/var/lib/ledger' }],
    [{ LEDGER_DATA_DIR: 'there' }, { dataDirectory: resolve('there') }],
    [{ LOG_LEVEL: 'silent' }, { logLevel: 'silent' }],
    [{ LEDGER_TIMES_CHECKED_UNTIL: '2028-01-03T00:00:00Z' }, { timesCheckedUntil: '2028-01-03T00:00:00Z' }],
    [{ PUBLIC_URL: 'https://ledger.example' }, { publicUrl: 'https://ledger.example' }],
    [{ PUBLIC_URL: 'https://ledger.example/odr//' }, { publicUrl: 'https://ledger.example/odr' }],
    [cluster, { storeUrls: { events: cluster.EVENT_STORE_URL, readModels: cluster.READ_STORE_URL } }],
    [{ ...cluster, EVENT_STORE_URL: 'esdb+discover://cluster.example' }, {}],
    [{ ...cluster, READ_STORE_URL: 'postgresql://db/ledger' }, {}],
    [{ DEBUG: 'esdb*' }, {}],
    [{ NODE_ENV: 'production', DEBUG: 'fastify:*, -esdb*' }, {}],
  ])('reads %j', (variables, expected) => {
    expect(readEnvironment(variables)).toMatchObject(expected);
  });

  it.each([
    [{}, true],
    [{ LEDGER_DEMO: '1' }, true],
    [{ LEDGER_DEMO: '0' }, false],
    [{ LEDGER_DEMO: 'false' }, false],
    [{ NODE_ENV: 'production' }, false],
    [{ NODE_ENV: 'production', LEDGER_DEMO: '1' }, false],
    [{ HOST: 'localhost' }, true],
    [{ HOST: '::1' }, true],
    [{ HOST: '127.0.0.53' }, true],
    [{ HOST: '0.0.0.0' }, false],
    [{ HOST: '::' }, false],
    [{ HOST: '192.168.1.7', LEDGER_DEMO: '1' }, false],
    [{ HOST: '127.0.0.1.attacker.example' }, false],
    [{ ...cluster, LEDGER_DEMO: '1' }, false],
  ])('lets %j create demo credentials: %s', (variables, isDemoAllowed) => {
    expect(readEnvironment(variables)).toMatchObject({ isDemoAllowed });
  });

  it.each([
    [
      'PORT',
      'must be a number from 0 to 65535',
      [secretValue, '-1', '65536', '3000.5', '', ' 80', '0x50', '1e3'],
    ],
    ['LOG_LEVEL', `must be one of ${LOG_LEVELS}`, [secretValue, '', 'INFO', 'verbose']],
    [
      'PUBLIC_URL',
      'must be an http or https URL',
      [secretValue, '', 'ledger.example', 'ftp://a.example', 'javascript:1'],
    ],
    [
      'LEDGER_TIME_ZONE',
      'must be the name of a time zone in the IANA database, as in Asia/Kolkata',
      [secretValue, 'Mars/Olympus', '+05:30', 'IST'],
    ],
    [
      'LEDGER_TIMES_CHECKED_UNTIL',
      'must be an instant, as in 2025-01-31T09:30:00Z',
      [secretValue, '2028', '2028-01-03', '2028-02-30T00:00:00Z'],
    ],
    ['LEDGER_DEMO', 'must be 1, true, 0 or false', [secretValue, 'yes', 'TRUE', '2']],
    [
      'EVENT_STORE_URL',
      'must be an esdb:// or esdb+discover:// URL',
      [secretValue, '', 'esdb://', 'http://admin:changeit@cluster', cluster.READ_STORE_URL],
    ],
    [
      'READ_STORE_URL',
      'must be a postgres:// URL',
      [secretValue, '', 'postgres://', 'mysql://ledger:secret@db/ledger', cluster.EVENT_STORE_URL],
    ],
  ])('does not start with an unusable %s: it %s', (variable, expectation, values) => {
    for (const value of values)
      // An Error is compared by its whole message: it names the variable and never repeats the value.
      expect(() => readEnvironment({ [variable]: value })).toThrow(
        new EnvironmentError(variable, expectation),
      );
  });
});

describe('the URLs of the stores', () => {
  it.each([
    ['EVENT_STORE_URL', 'READ_STORE_URL'],
    ['READ_STORE_URL', 'EVENT_STORE_URL'],
  ] as const)('come together: %s alone does not start', (given, missing) => {
    expect(() => readEnvironment({ [given]: cluster[given] })).toThrow(
      new EnvironmentError(missing, 'must be set too'),
    );
  });

  it.each(['esdb*', 'esdb:connection', '*', 'es*', 'fastify, esdb:*'])(
    'are not printed by their client in production: DEBUG=%s does not start',
    (DEBUG) => {
      expect(() => readEnvironment({ ...cluster, NODE_ENV: 'production', DEBUG })).toThrow(
        new EnvironmentError('DEBUG', "must not enable the event store client's output in production"),
      );
    },
  );
});

describe('the data directory', () => {
  it('holds the events apart from what can be built again', () => {
    expect(dataFiles('/data')).toStrictEqual({
      events: '/data/events.sqlite',
      readModels: '/data/read-models.sqlite',
      signingKey: '/data/signing-key',
      verifyingKeys: '/data/verifying-keys',
      checkpoint: '/data/checkpoint',
      restoring: '/data/restoring',
      demoCredentials: '/data/demo-credentials.json',
    });
  });
});
