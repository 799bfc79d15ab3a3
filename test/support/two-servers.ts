import { afterAll, beforeAll } from '@jest/globals';
import { type HttpClient, httpClient } from './http-client.js';
import { type LedgerDirectory, ledgerDirectory } from './ledger-directory.js';
import type { LedgerProcess } from './ledger-process.js';

/** Two API processes over one data directory. */
export interface TwoServers {
  readonly directory: LedgerDirectory;
  readonly servers: readonly LedgerProcess[];
  readonly urls: readonly string[];
  readonly http: HttpClient;
  /** Returns the URL that this client uses: odd numbers use one process, even ones the other. */
  urlFor(client: number): string;
  /** Starts two processes to replace those that have ended. */
  startAgain(): Promise<void>;
}

/** Starts both before the tests of the file and stops them after it; `prepare` finds the directory empty. */
export const twoServers = (prepare: (directory: LedgerDirectory) => Promise<void>): TwoServers => {
  let directory: LedgerDirectory;
  let servers: readonly LedgerProcess[] = [];
  let urls: readonly string[] = [];
  const http = httpClient();
  const start = async (): Promise<void> => {
    servers = [directory.start(), directory.start()];
    urls = await Promise.all(servers.map((server) => server.ready()));
  };

  beforeAll(async () => {
    directory = await ledgerDirectory();
    await prepare(directory);
    await start();
  });

  afterAll(async () => {
    http.close();
    await directory.dispose();
  });

  return {
    get directory() {
      return directory;
    },
    get servers() {
      return servers;
    },
    get urls() {
      return urls;
    },
    http,
    urlFor: (client) => urls[client % urls.length] ?? '',
    startAgain: start,
  };
};
