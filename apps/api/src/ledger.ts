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
  checkedStore,
  heldByEvent,
  openEventStore,
  openProofLog,
  OpenFiles,
  openReadStore,
  provenStreamPrefixes,
  rebuildLog,
} from '#libs/deployment';
import { type Environment, SteadyClock, type TimeSources } from '#libs/environment';
import { type EventStore, InDoubtError } from '#libs/event-store';
import {
  CurrentRows,
  type ProjectionListener,
  type Projections,
  type ReadStore,
  RowsOfLog,
} from '#libs/read-store';
import type { Logger } from 'pino';
import { Doubts } from './doubts/doubts.js';
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
  const store = await openEventStore(environment);
  const clock = new SteadyClock(work.time, environment.timesCheckedUntil);
  const proofLog = await openProofLog(environment, store, clock).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  const readStore = await openReadStore(environment);
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
  const files = await openFilesOf(environment);
  const doubts = await Doubts.start({ store, proofLog, clock, files, logger });
  const checked = checkedStore(store, { proofLog, onDoubt: (doubt) => standing.markUnsound(doubt) });
  const heldStreams = new HeldStreams(checked, readStore, logger);
  const listener = listenerOf(proofLog, heldStreams, logger);
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
      await readStore.close();
    },
  };
};

/** Returns the files of an embedded ledger; undefined on a cluster, which has none. */
const openFilesOf = async ({ storeUrls, dataDirectory }: Environment): Promise<OpenFiles | undefined> =>
  storeUrls === undefined ? OpenFiles.in(dataDirectory) : undefined;

const listenerOf = (
  { standing }: ProofLog,
  heldStreams: HeldStreams,
  logger: Logger,
): ProjectionListener => ({
  onFailure: (error) => {
    if (error instanceof InDoubtError) standing.markUnsound(error);
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
