import { Credentials } from '#libs/access';
import { createLogger, SystemClock } from '#libs/environment';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { readApiEnvironment } from '../../apps/api/src/api-environment.js';
import { createLedgerApp } from '../../apps/api/src/ledger-app.js';
import { type Ledger, openLedger } from '../../apps/api/src/ledger.js';
import { type Deployment, newDeployment } from '../support/deployments.js';
import { inThisThread } from '../support/running-ledger.js';
import { until } from '../support/until.js';
import { MortalStore } from './mortal-store.js';

export interface ModelRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: object;
}

export interface ModelAnswer {
  readonly status: number;
  readonly text: string;
  readonly position: string | undefined;
  readonly isReplayed: boolean;
}

/** The part that dies: the application, and what it has in memory. */
interface Running {
  readonly app: NestFastifyApplication;
  readonly store: MortalStore;
}

/** A ledger in this process that may die in the middle of a command, and starts again over its log. */
export class MortalLedger {
  private constructor(
    private readonly deployment: Deployment,
    public ledger: Ledger,
    private running: Running,
  ) {}

  static async start(): Promise<MortalLedger> {
    const deployment = await newDeployment();
    const ledger = await opened(deployment);
    return new MortalLedger(deployment, ledger, await appOver(deployment, ledger));
  }

  get credentials(): Credentials {
    return new Credentials(this.ledger.store, new SystemClock());
  }

  /** Resolves when every credential that was issued is accepted. */
  async knowsCredentials(): Promise<void> {
    await this.ledger.directory.untilReached(await this.ledger.store.headPosition());
  }

  /** Answers the request; undefined if the process has died on it. */
  async send(request: ModelRequest): Promise<ModelAnswer | undefined> {
    const { method, path: url, headers, body } = request;
    const answering = this.running.app.inject({
      method,
      url,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { payload: JSON.stringify(body) }),
    });
    const answer = await Promise.race([answering, this.running.store.death]);
    if (answer === undefined) return undefined;
    return {
      status: answer.statusCode,
      text: answer.body,
      position: answer.headers['ledger-position'] as string | undefined,
      isReplayed: answer.headers['idempotency-replayed'] === 'true',
    };
  }

  /** Lets the process die after this many appends of the request; answers it, if it does not. */
  async sendToDeath(request: ModelRequest, appends: number): Promise<ModelAnswer | undefined> {
    this.running.store.dieAfter(appends);
    const answer = await this.send(request);
    this.running.store.live();
    return answer;
  }

  /** Starts again: all that a command left in memory is gone. With `isWhole`, the stores are opened again. */
  async restart(isWhole: boolean): Promise<void> {
    const { running, ledger } = this;
    running.store.bury();
    await running.app.close();
    if (isWhole) {
      await ledger.close();
      this.ledger = await opened(this.deployment);
    }
    this.running = await appOver(this.deployment, this.ledger);
  }

  async dispose(): Promise<void> {
    await this.running.app.close();
    await this.ledger.close();
    await this.deployment.dispose();
  }
}

const environmentOf = ({ variables }: Deployment) =>
  readApiEnvironment({ LOG_LEVEL: 'silent', LEDGER_DEMO: '0', ...variables });

const silent = createLogger('silent');

const opened = async (deployment: Deployment): Promise<Ledger> => {
  const ledger = await openLedger(environmentOf(deployment), silent, inThisThread);
  // The tables of a cluster's rows are created by its first writer.
  await until(() =>
    ledger.readStore.position().then(
      () => true,
      () => false,
    ),
  );
  return ledger;
};

const appOver = async (deployment: Deployment, ledger: Ledger): Promise<Running> => {
  const store = new MortalStore(ledger.store);
  const app = await createLedgerApp({ ...ledger, store }, environmentOf(deployment), silent);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return { app, store };
};
