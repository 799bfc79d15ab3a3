import { rename, writeFile } from 'node:fs/promises';
import { Credentials } from '#libs/access';
import { dataFiles, type Environment, SystemClock } from '#libs/environment';
import { partners } from '#libs/partners';
import type { Ledger } from '../ledger.js';
import { introduction, type ShownExample } from './introduction.js';

const TENANT = 'demo';

export interface Demo {
  /**
   * Returns what a newcomer reads: where the credentials are, and requests to try. `url` is the ledger's own.
   */
  introduction(url: string): string;
}

/**
 * Creates demo credentials when a new ledger starts for the first time. Returns undefined for a ledger that
 * has events, in production, and where another machine could use the credentials (see `isDemoAllowed`).
 */
export const createDemo = async (ledger: Ledger, environment: Environment): Promise<Demo | undefined> => {
  if (!environment.isDemoAllowed || (await ledger.store.headPosition()) > 0n) return undefined;
  const credentials = new Credentials(ledger.store, new SystemClock(), true);
  const issued = new Map<string, object>();
  const examples: ShownExample[] = [];
  for (const { name, demo } of partners) {
    const credential = await demo.issue(credentials, TENANT);
    issued.set(demo.key, credential);
    examples.push(...demo.disputes(credential).map((dispute) => ({ vendor: name, dispute })));
  }
  const auditor = await issueAuditor(credentials);
  // Whoever reads the file may use what is in it at once.
  await ledger.directory.untilReached(await ledger.store.headPosition());
  const file = dataFiles(environment.dataDirectory).demoCredentials;
  await writeWhole(file, { ...Object.fromEntries(issued), auditor });
  return { introduction: (url) => introduction({ url, file, examples, apiKey: auditor.apiKey }) };
};

const issueAuditor = async (credentials: Credentials) => {
  const scopes = ['dispute:read', 'timeline:read', 'export:create', 'replay:run'];
  const grant = { family: 'ledger', tenant: null, holder: 'Demo auditor', scopes };
  return { ...(await credentials.issueApiKey(grant)), scopes };
};

/** Writes the file whole or not at all, readable by its owner only. */
const writeWhole = async (file: string, content: object): Promise<void> => {
  await writeFile(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
};
