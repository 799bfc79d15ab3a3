import { CredentialDirectory } from '#libs/access';
import {
  CheckpointMismatchError,
  doubtOf,
  GuardedEventStore,
  NO_SIGNING_KEY,
  type ProofLog,
  Reverification,
} from '#libs/proof';
import {
  assertLogSound,
  checkedStore,
  heldByEvent,
  openEventStore,
  openProofLog,
  OpenFiles,
  openReadStore,
  provenStreamPrefixes,
  rebuildLog,
} from '#libs/deployment';
import { dataFiles, type Environment, SteadyClock, type TimeSources } from '#libs/environment';
import { type EventStore, InDoubtError } from '#libs/event-store';
import {
  areRowsDamaged,
  condemnRows,
  CurrentRows,
  type ProjectionListener,
  type Projections,
  type ReadStore,
  RowsOfLog,
  sealRows,
  takeRows,
} from '#libs/read-store';
import type { Logger } from 'pino';
import { type DoubtParts, Doubts } from './doubts/doubts.js';
import { HeldStreams } from './held/held-streams.js';
import { warnOfRefused } from './refused-credentials.js';
import type { ReplayRuns } from './replays/replay-runs.js';

/** The parts that live as long as the process: the stores, and what follows the event log. */
export interface Ledger {
  /**
   * Rejects appends until the log has been verified against its signed checkpoints, and reads of an event that
   * is not as it was written.
   */
  readonly store: EventStore;
  readonly readStore: ReadStore;
  readonly rows: CurrentRows;
  readonly directory: CredentialDirectory;
  readonly projections: Projections;
  readonly proofLog: ProofLog;
  readonly replayRuns: ReplayRuns;
  /** Whether the clock and the open files are to be believed. */
  readonly doubts: Doubts;
  readonly heldStreams: HeldStreams;
  close(): Promise<void>;
}

type LedgerStores = Pick<Ledger, 'store' | 'readStore'>;

export type StartProjections = (
  stores: LedgerStores,
  listener: ProjectionListener,
) => Promise<Projections> | Projections;

/** The work beside the requests. The process decides on which threads it is done. */
export interface WorkBesideRequests {
  /** By default the clocks of the machine. */
  readonly time?: TimeSources;
  readonly startProjections: StartProjections;
  readonly replayRunsOver: (stores: LedgerStores) => ReplayRuns;
}

/**
 * Opens the stores and starts the projections and what else follows the log. An embedded ledger knows every
 * credential then; in a cluster, the stores may be down.
 *
 * @throws CheckpointMismatchError when the log is not the one whose checkpoints were signed.
 * @throws Error when a file cannot be opened with the durability that the ledger promises.
 */
export const openLedger = async (
  environment: Environment,
  logger: Logger,
  work: WorkBesideRequests,
): Promise<Ledger> => {
  const store = await openLog(environment);
  const clock = new SteadyClock(work.time, environment.timesCheckedUntil);
  const proofLog = await openProofLog(environment, store, clock).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  const readStore = await openRows(environment, logger);
  const rows = new CurrentRows(store, readStore);
  const stopping = new AbortController();
  void rows.noteStart(stopping.signal);
  const onUnreadable = (error: unknown): void => {
    logger.error({ err: error }, 'the credentials cannot be read from the event log');
  };
  const directory = new CredentialDirectory(store, onUnreadable, environment.isDemoAllowed);
  const isLoaded = directory.start().then(() => {
    warnOfRefused(directory, logger);
  });
  readStore.showOnlyRowsOf(new RowsOfLog(store, readStore, () => directory.subscriptions));
  // The stores of a cluster may start later than this process, which reports that it is not ready until then.
  if (environment.storeUrls === undefined) await isLoaded;
  proofLog.start((error) => {
    logger.error({ err: error }, troubleOf(proofLog, error));
  });
  if (!proofLog.signer.canSign) logger.warn(NO_SIGNING_KEY);
  const reverification = reverificationOf(proofLog, store, logger);
  reverification.start();
  const { standing } = proofLog;
  const doubts = await startDoubts(environment, { store, proofLog, clock, logger });
  const checked = checkedStore(store, { proofLog, onDoubt: (doubt) => standing.markUnsound(doubt) });
  const heldStreams = new HeldStreams(checked, readStore, logger);
  const listener = listenerOf({ proofLog, heldStreams, doubts }, logger);
  const projections = await work.startProjections({ store: checked, readStore }, listener);
  return {
    store: new GuardedEventStore(checked, proofLog.standing, clock),
    readStore,
    rows,
    directory,
    projections,
    proofLog,
    doubts,
    heldStreams,
    replayRuns: work.replayRunsOver({ store: checked, readStore }),
    close: async () => {
      stopping.abort();
      await doubts.stop();
      await projections.stop();
      await directory.stop();
      await reverification.stop();
      await proofLog.stop();
      await store.close();
      await closeRows(readStore, environment);
    },
  };
};

const startDoubts = async (
  { storeUrls, dataDirectory }: Environment,
  parts: Omit<DoubtParts, 'files' | 'condemnRows'>,
): Promise<Doubts> => {
  if (storeUrls !== undefined) return Doubts.start({ ...parts, files: undefined });
  const files = await OpenFiles.in(dataDirectory);
  return Doubts.start({
    ...parts,
    files,
    condemnRows: () => condemnRows(dataFiles(dataDirectory).readModels),
  });
};

const openLog = async (environment: Environment): Promise<EventStore> => {
  if (environment.storeUrls === undefined) await assertLogSound(environment.dataDirectory);
  return openEventStore(environment);
};

const openRows = async (environment: Environment, logger: Logger): Promise<ReadStore> => {
  const { storeUrls, dataDirectory } = environment;
  const problem = storeUrls === undefined ? await takeRows(dataFiles(dataDirectory).readModels) : undefined;
  if (problem !== undefined)
    logger.error(
      { problem },
      'read-models.sqlite was damaged and is deleted: it is built again from the log',
    );
  return openReadStore(environment);
};

const closeRows = async (readStore: ReadStore, { storeUrls, dataDirectory }: Environment): Promise<void> => {
  await readStore.close();
  // Without a seal, the next start reads the rows more closely, and nothing else is lost.
  if (storeUrls === undefined) await sealRows(dataFiles(dataDirectory).readModels).catch(() => undefined);
};

const listenerOf = (
  { proofLog: { standing }, heldStreams, doubts }: Pick<Ledger, 'proofLog' | 'heldStreams' | 'doubts'>,
  logger: Logger,
): ProjectionListener => ({
  onFailure: (error) => {
    if (error instanceof InDoubtError) standing.markUnsound(error);
    else if (areRowsDamaged(error)) void doubts.rowsDamaged('the projections found it so');
    logger.error({ err: error }, 'the projections stopped and will try again');
  },
  onRecovery: () => {
    logger.info('the projections go on');
  },
  onHeld: (held) => {
    heldStreams.meet(held);
  },
  ...rebuildLog(logger),
});

/** Returns in words what an error of the log means for those who send commands. */
const troubleOf = ({ standing }: ProofLog, error: unknown): string => {
  if (standing.mismatch === undefined) return 'the proof log cannot be read or signed';
  return error instanceof InDoubtError && !(error instanceof CheckpointMismatchError)
    ? `commands and exports are refused: ${error.message}`
    : 'commands are refused: this is not the log that was signed';
};

const reverificationOf = (proofLog: ProofLog, store: EventStore, logger: Logger): Reverification =>
  new Reverification({
    store,
    streamPrefixes: provenStreamPrefixes,
    checkpoints: proofLog.checkpoints,
    isReady: () => proofLog.standing.isLoaded,
    heldBy: heldByEvent,
    onReport: (report) => {
      if (report.verdict === 'verified') logger.info(report, 'the log was verified again');
      else proofLog.standing.markUnsound(doubtOf(report));
    },
    onError: (error) => {
      if (error instanceof InDoubtError) proofLog.standing.markUnsound(error);
      else logger.error({ err: error }, 'the log could not be verified again');
    },
  });
