import { access } from 'node:fs/promises';
import { openProofLog } from '#libs/deployment';
import { dataFiles, type Environment, SystemClock } from '#libs/environment';
import { type EventStore, newCommandId } from '#libs/event-store';
import { GuardedEventStore } from '#libs/proof';
import { endedReplay, type RecordingContext, ReplayRecords } from '#libs/trail';

/** What the log has of a replay. */
export interface Trailed {
  /** The id under which the log has the replay; null if it could not be recorded. */
  readonly recordedAs: string | null;
}

interface Asked {
  readonly swap: boolean;
  readonly asOf?: string;
  readonly by?: string;
  readonly reason?: string;
}

interface Ledger {
  readonly environment: Environment;
  readonly store: EventStore;
}

/** Records a replay by the command line. It runs whether or not that is possible, and says what was not. */
export class ReplayTrail implements Trailed {
  private readonly clock = new SystemClock();

  private constructor(
    private readonly records: ReplayRecords,
    private readonly context: RecordingContext,
    private id: string | null,
  ) {}

  /** Records that the replay begins. Call it when no other one can begin any more. */
  static async begin(ledger: Ledger, { by = 'operator', reason, swap, asOf }: Asked): Promise<ReplayTrail> {
    const command = { credentialId: 'command-line', holder: 'operator', authProfile: 'command-line' };
    const context = { ...command, correlationId: newCommandId(), actor: { name: by } };
    const id = newCommandId();
    const store = await soundStore(ledger).catch((error: unknown) => {
      report('start', error);
      return undefined;
    });
    const trail = new ReplayTrail(
      new ReplayRecords(store ?? ledger.store),
      context,
      store === undefined ? null : id,
    );
    const why = { ...(reason !== undefined && { reason }), ...(asOf !== undefined && { asOf }) };
    await trail.record('start', () =>
      trail.records.start({ replayId: id, swap, ...why }, context, trail.clock.now()),
    );
    return trail;
  }

  get recordedAs(): string | null {
    return this.id;
  }

  /** Records how the replay ended, if the log has its start. Does not reject. */
  readonly onEnding = async (ending: Parameters<typeof endedReplay>[1]): Promise<void> => {
    const { id } = this;
    if (id === null) return;
    const ended = endedReplay(id, ending);
    await this.record('end', () => this.records.end(ended, this.context, this.clock.now()));
  };

  private async record(what: 'start' | 'end', append: () => Promise<void>): Promise<void> {
    if (this.id === null) return;
    try {
      await append();
    } catch (error) {
      report(what, error);
      this.id = null;
    }
  }
}

const report = (what: 'start' | 'end', error: unknown): void => {
  const why = error instanceof Error ? error.message : String(error);
  process.stderr.write(`The ${what} of this replay could not be recorded in the log: ${why}\n`);
};

/**
 * Returns the store, to append to only as long as the log is the one that was signed. Without a signing key
 * nothing was signed here.
 *
 * @throws Error when the log is another one, or cannot be read.
 */
const soundStore = async ({ environment, store }: Ledger): Promise<EventStore> => {
  const { signingKeyFile, storeUrls, dataDirectory } = environment;
  const file = signingKeyFile ?? (storeUrls === undefined ? dataFiles(dataDirectory).signingKey : undefined);
  if (file === undefined || !(await exists(file))) return store;
  const proofLog = await openProofLog(environment, store);
  if (storeUrls !== undefined) {
    proofLog.start(() => undefined);
    await proofLog.untilRead().finally(() => proofLog.stop());
  }
  return new GuardedEventStore(store, proofLog.standing);
};

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
