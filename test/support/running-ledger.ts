import { Credentials } from '#libs/access';
import { createLogger, SystemClock, type TimeSources } from '#libs/environment';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { readApiEnvironment } from '../../apps/api/src/api-environment.js';
import { createLedgerApp } from '../../apps/api/src/ledger-app.js';
import { type Ledger, openLedger, type WorkBesideRequests } from '../../apps/api/src/ledger.js';
import { ReplayRunsHere } from '../../apps/api/src/replays/replay-runs.js';
import { ProjectionRunner } from '#libs/read-store';
import { type Deployment, newDeployment } from './deployments.js';
import type { Institution } from './institution.js';
import { until } from './until.js';

/** A whole ledger in this process, with its own port and stores. */
export interface RunningLedger {
  readonly url: string;
  readonly app: NestFastifyApplication;
  readonly ledger: Ledger;
  readonly dataDirectory: string;
  readonly credentials: Credentials;
  /** Changes rows of the read models directly, without the ledger, as soon as it is not writing. */
  changeRows(statement: string): Promise<void>;
  /** Changes events in the store directly, without the ledger. */
  changeEvents: Deployment['changeEvents'];
  /**
   * Stops the ledger and starts it again over the same stores. By default resolves once it is ready, which a
   * ledger whose log is in doubt never is.
   */
  restart(options?: StartOptions): Promise<RunningLedger>;
  /** Stops the ledger and keeps its stores. */
  stop(): Promise<void>;
  /** Stops the ledger and removes its stores. */
  dispose(): Promise<void>;
}

/**
 * Runs all work in this thread, as other threads would run built code. `test/integration` starts real
 * processes.
 */
export const inThisThread: WorkBesideRequests = {
  startProjections: ({ store, readStore }, listener) => {
    const runner = new ProjectionRunner(store, readStore, listener);
    runner.start();
    return runner;
  },
  replayRunsOver: ({ store, readStore }) => new ReplayRunsHere(store, readStore),
};

export interface StartOptions {
  readonly isWaitedFor?: boolean;
  /** Default: `inThisThread`. */
  readonly work?: WorkBesideRequests;
  /** More variables than the ledger had before. */
  readonly variables?: Record<string, string>;
  /** The clocks of the machine. */
  readonly time?: TimeSources;
}

export const startLedger = async (
  variables: Record<string, string> = {},
  deployment?: Deployment,
  { isWaitedFor = true, work = inThisThread, time }: StartOptions = {},
): Promise<RunningLedger> => {
  const stored = deployment ?? (await newDeployment());
  const environment = readApiEnvironment({
    PORT: '0',
    LOG_LEVEL: 'silent',
    LEDGER_DEMO: '0',
    PUBLIC_URL: 'https://ledger.example',
    ...stored.variables,
    ...variables,
  });
  const logger = createLogger(environment.logLevel);
  const ledger = await openLedger(environment, logger, {
    ...work,
    ...(time !== undefined && { time }),
  });
  const app = await createLedgerApp(ledger, environment, logger);
  await app.listen(0, '127.0.0.1');
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  // A process starts even while a cluster's stores are down, so this waits until it is ready.
  if (isWaitedFor) await until(async () => (await fetch(`${url}/health/ready`)).ok);
  const stop = async (): Promise<void> => {
    await app.close();
    await ledger.close();
  };
  return {
    url,
    app,
    ledger,
    dataDirectory: environment.dataDirectory,
    credentials: new Credentials(ledger.store, new SystemClock()),
    changeRows: (statement) =>
      until(() =>
        stored.changeRows(statement).then(
          () => true,
          () => false,
        ),
      ),
    changeEvents: stored.changeEvents,
    restart: async (options) => {
      await stop();
      return startLedger({ ...variables, ...options?.variables }, stored, {
        work,
        ...(time !== undefined && { time }),
        ...options,
      });
    },
    stop,
    dispose: async () => {
      await stop();
      await stored.dispose();
    },
  };
};

/** Registers the institution as the operator would. Resolves when the running ledger knows it. */
export const register = async (
  { credentials, ledger }: RunningLedger,
  institution: Institution,
  profile: 'documented' | 'strict' = 'documented',
): Promise<string> => {
  const { credentialId } = await credentials.issueForPublicKey(
    { family: 'smart-odr', tenant: institution.tenant, holder: institution.name, scopes: [] },
    {
      keyId: institution.keyId,
      publicKey: institution.publicKeyPem,
      profile,
      emails: [institution.email],
      phones: [institution.phone],
    },
  );
  await until(() => ledger.directory.withKeyId('smart-odr', institution.keyId) !== undefined);
  return credentialId;
};

/**
 * Issues an auditor's key, for all tenants by default, and resolves with it when the running ledger accepts
 * it.
 */
export const auditorKey = async (
  { credentials, url }: RunningLedger,
  scopes: readonly string[] = ['dispute:read', 'timeline:read', 'export:create', 'replay:run'],
  tenant: string | null = null,
): Promise<string> => {
  const { apiKey } = await credentials.issueApiKey({ family: 'ledger', tenant, holder: 'Auditor', scopes });
  const headers = { authorization: `Bearer ${apiKey}` };
  await until(async () => (await fetch(`${url}/ledger/disputes`, { headers })).status !== 401);
  return apiKey;
};
