import { CredentialDirectory } from '#libs/access';
import { eventChain, ProofLog } from '#libs/proof';
import { openEventStore, openReadStore, provenStreamPrefixes } from '#libs/deployment';
import { CurrentRows } from '#libs/read-store';
import {
  createLogger,
  type RunningProcess,
  runUntilStopped,
  SteadyClock,
  SystemClock,
} from '#libs/environment';
import { type ApiEnvironment, readApiEnvironment } from '../../apps/api/src/api-environment.js';
import { createLedgerApp } from '../../apps/api/src/ledger-app.js';
import { Doubts } from '../../apps/api/src/doubts/doubts.js';
import { HeldStreams } from '../../apps/api/src/held/held-streams.js';
import type { Ledger } from '../../apps/api/src/ledger.js';
import { inThreads } from '../../apps/api/src/in-threads.js';

// The ledger without proofs: nothing is hashed, linked, put into a tree or signed. It is assembled here, only
// to measure what proofs cost; the product has no switch for it.

Object.assign(eventChain, {
  link: (event: unknown) => event,
  isLinked: () => true,
  hashOf: () => '',
} satisfies Record<keyof typeof eventChain, unknown>);

const openUnproven = async (
  environment: ApiEnvironment,
  logger: ReturnType<typeof createLogger>,
): Promise<Ledger> => {
  const fail = (error: unknown): void => {
    logger.error({ err: error }, 'the benchmark means nothing');
  };
  const store = await openEventStore(environment);
  const readStore = await openReadStore(environment);
  const directory = new CredentialDirectory(store, fail);
  await directory.start();
  const work = inThreads(environment);
  const projections = await work.startProjections({ store, readStore }, { onFailure: fail });
  const proofLog = ProofLog.unsigned({
    store,
    streamPrefixes: provenStreamPrefixes,
    clock: new SystemClock(),
  });
  proofLog.start(fail);
  const doubts = await Doubts.start({ store, proofLog, clock: new SteadyClock(), files: undefined, logger });
  return {
    store,
    readStore,
    rows: new CurrentRows(store, readStore),
    directory,
    projections,
    proofLog,
    doubts,
    heldStreams: new HeldStreams(store, readStore, { error: () => undefined }),
    replayRuns: work.replayRunsOver({ store, readStore }),
    close: async () => {
      await doubts.stop();
      await proofLog.stop();
      await projections.stop();
      await directory.stop();
      await store.close();
      await readStore.close();
    },
  };
};

const start = async (): Promise<RunningProcess> => {
  const environment = readApiEnvironment();
  const logger = createLogger(environment.logLevel);
  const ledger = await openUnproven(environment, logger);
  const app = await createLedgerApp(ledger, environment, logger);
  await app.listen(environment.port, environment.host);
  logger.info({ url: await app.getUrl() }, 'the ledger is ready');
  logger.flush();
  return {
    logger,
    close: async () => {
      await app.close();
      await ledger.close();
    },
  };
};

runUntilStopped('The ledger without proofs', start);
