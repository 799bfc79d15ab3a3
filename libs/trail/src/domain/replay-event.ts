import { eventCodec, unchanged } from '#libs/kernel';

/** The fact that a replay began. Who began it, on which credential and when is in the event's metadata. */
export type ReplayStarted = {
  readonly type: 'ReplayStarted';
  readonly data: {
    readonly replayId: string;
    /** Whether the rebuilt rows were to take the place of the live ones. */
    readonly swap: boolean;
    /** Where the log ended when the replay began, as decimal text. */
    readonly position: string;
    /** The past moment that was rebuilt into a file; absent for a comparison with the live rows. */
    readonly asOf?: string;
    /** Why it was run, in the words of whoever ran it. */
    readonly reason?: string;
  };
};

/** The rows of a table of a read model, as a replay found them. */
export type ReplayedTable = {
  readonly table: string;
  /** Absent where nothing was compared, as for a past moment. */
  readonly live?: RowsFound;
  readonly rebuilt: RowsFound;
  /** How many rows differ. */
  readonly differences: number;
};

export type RowsFound = {
  readonly rows: number;
  /** SHA-256 (hex) of the rows, in the order of their key. */
  readonly digest: string;
};

/**
 * How a replay ended. `equal`, `different` and `mended` (different, and replaced) compare with the live rows;
 * `rebuilt` is a past moment in a file. The others found nothing: `failed` at an error, `interrupted` by
 * whoever ran it, or because its process was stopped.
 */
export type ReplayOutcome = 'equal' | 'different' | 'mended' | 'rebuilt' | 'failed' | 'interrupted';

/** The fact that a replay ended. A replay whose process was killed has none. */
export type ReplayEnded = {
  readonly type: 'ReplayEnded';
  readonly data: {
    readonly replayId: string;
    readonly outcome: ReplayOutcome;
    readonly swapped: boolean;
    /** Why it failed or was interrupted. */
    readonly failure?: string;
    /** The position in the log at which the rows were compared, or up to which they were rebuilt. */
    readonly position?: string;
    /** How many events were applied. */
    readonly events?: number;
    /** How many rows differ. */
    readonly differences?: number;
    readonly tables?: readonly ReplayedTable[];
  };
};

export type ReplayEvent = ReplayStarted | ReplayEnded;

export const replayCodec = eventCodec<ReplayEvent>()(
  { ReplayStarted: 'ReplayStarted.v1', ReplayEnded: 'ReplayEnded.v1' },
  {
    'ReplayStarted.v1': unchanged<ReplayEvent>()('ReplayStarted', 'replayId', 'swap', 'position'),
    'ReplayEnded.v1': unchanged<ReplayEvent>()('ReplayEnded', 'replayId', 'outcome', 'swapped'),
  },
);

export const replayStreamPrefix = 'ledgerReplays-';
export const replayStream = `${replayStreamPrefix}main`;
