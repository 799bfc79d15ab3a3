import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';
import { type PostgresBinaries, postgresBinaries, serverUser } from './postgres-binaries.js';
import { temporaryDirectory } from './temporary-directory.js';

/** A real PostgreSQL for the tests of one file, on a port and in a directory of its own. */
export interface PostgresServer {
  /** Creates an empty database. Resolves with its URL. */
  newDatabase(): Promise<string>;
  /** Runs a statement as an administrator, on a connection of its own. */
  administer(statement: string): Promise<readonly Record<string, unknown>[]>;
  /** Ends the server as a crash of its machine would, and leaves its files. */
  crash(): Promise<void>;
  /** Starts it again over its files, on the same port. */
  start(): Promise<void>;
  /** Ends the server, and removes its files. */
  dispose(): Promise<void>;
}

/** How long to wait for a start, which takes a quarter of a second on an idle machine. */
const START_MS = 120_000;
const POLL_MS = 20;

/** Sorts `a` before `B` and `_` before both, so that a read model that needs byte order must ask for it. */
const LOCALE = ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=en'];

export const startPostgres = async (): Promise<PostgresServer> => {
  const directory = await temporaryDirectory();
  if (serverUser !== undefined) await chown(directory.path, serverUser.uid, serverUser.gid);
  const binaries = await postgresBinaries(directory.path);
  const cluster = { binaries, data: join(directory.path, 'data'), port: await freePort() };
  await initialise(cluster);
  let server = await launch(cluster);
  let databases = 0;
  const administer = (statement: string) => runInPostgres(urlOf(cluster.port, 'postgres'), statement);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill(signal);
    await once(server, 'exit');
  };
  return {
    newDatabase: async () => {
      // Several callers may wait for theirs at once.
      const name = `ledger_${(databases += 1)}`;
      await administer(`create database ${name}`);
      return urlOf(cluster.port, name);
    },
    administer,
    // An immediate shutdown, with recovery at the next start. SIGKILL would leave the child processes behind.
    crash: () => end('SIGQUIT'),
    start: async () => {
      server = await launch(cluster);
    },
    dispose: async () => {
      await end('SIGQUIT');
      await directory.remove();
    },
  };
};

interface Cluster {
  readonly binaries: PostgresBinaries;
  readonly data: string;
  readonly port: number;
}

const urlOf = (port: number, database: string): string => `postgres://ledger@127.0.0.1:${port}/${database}`;

const initialise = async ({ binaries, data }: Cluster): Promise<void> => {
  const args = [`--pgdata=${data}`, '--auth=trust', '--username=ledger', '--no-sync', ...LOCALE];
  const initdb = spawn(binaries.initdb, args, {
    ...serverUser,
    env: {},
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaints = '';
  initdb.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  const [code] = (await once(initdb, 'close')) as [number | null];
  if (code !== 0) throw new Error(`PostgreSQL's files could not be made: ${complaints}`);
};

const launch = async ({ binaries, data, port }: Cluster): Promise<ChildProcess> => {
  const settings = [
    'fsync=off',
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=100',
  ];
  const args = ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
  const server = spawn(binaries.postgres, args, { ...serverUser, env: {}, stdio: 'ignore' });
  const deadline = performance.now() + START_MS;
  while (!(await answers(port))) {
    if (server.exitCode !== null || performance.now() > deadline)
      throw new Error('PostgreSQL did not start.');
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return server;
};

const answers = (port: number): Promise<boolean> =>
  runInPostgres(urlOf(port, 'postgres'), 'select 1').then(
    () => true,
    () => false,
  );

/** Runs a statement on a connection of its own. Resolves with its rows. */
export const runInPostgres = async (
  url: string,
  statement: string,
): Promise<readonly Record<string, unknown>[]> => {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
};

export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
};
