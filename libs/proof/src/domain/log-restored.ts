import { eventCodec, unchanged } from '#libs/kernel';

/** The stream of restores. Its events are chained, and only those that restored the log are leaves. */
export const RESTORE_STREAM = 'ledgerRestores-main';

/** The stored name of the event that begins a new origin. */
export const LOG_RESTORED = 'LogRestored.v1';

/** A restore that the old log had, and that was lost together with its events. */
export type LostRestore = {
  readonly eventId: string;
  readonly recordedAt: string;
  /** The origin that it began. */
  readonly origin: string;
  readonly by: string;
  readonly reason: string;
};

/**
 * The fact that the log was restored, and has not everything that was signed. It is the first leaf of the
 * origin that it begins. Sizes are decimal text, and roots are in base64.
 */
export type LogRestored = {
  readonly type: 'LogRestored';
  readonly data: {
    /** The origin that begins with this event: the name of a new key. */
    readonly origin: string;
    /** The origin that went before, and its newest signed checkpoint that is known. */
    readonly oldOrigin: string;
    readonly lostSize: string;
    readonly lostRoot: string;
    /** That checkpoint as it was signed, so that anybody can check that it was. */
    readonly lostNote?: string;
    /**
     * The origin of the log that was put back. It is another than `oldOrigin` where that had begun after the
     * backup was made.
     */
    readonly keptOrigin: string;
    /** How many leaves of that origin the log has, and their root. */
    readonly keptSize: string;
    readonly keptRoot: string;
    /** The ids of all earlier restores that the log has, in the order of the log. */
    readonly earlierRestores: readonly string[];
    /** Restores that the log had and no longer has, as far as they are known. */
    readonly lostRestores?: readonly LostRestore[];
    /** Who decided it, as they said. */
    readonly by: string;
    readonly reason: string;
  };
};

export const restoreCodec = eventCodec<LogRestored>()(
  { LogRestored: LOG_RESTORED },
  {
    [LOG_RESTORED]: unchanged<LogRestored>()(
      'LogRestored',
      'origin',
      'oldOrigin',
      'lostSize',
      'lostRoot',
      'keptOrigin',
      'keptSize',
      'keptRoot',
      'earlierRestores',
      'by',
      'reason',
    ),
  },
);
