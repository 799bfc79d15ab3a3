import { eventCodec, unchanged } from '#libs/kernel';

/** The fact that somebody tried to put an older log in place of this one, and was refused. */
export type LogRestoreRefused = {
  readonly type: 'LogRestoreRefused';
  readonly data: {
    /** Who tried it, as they said, or as the operating system knows them. */
    readonly by: string;
    /** Why, if they said so. */
    readonly reason?: string;
    readonly backupId: string;
    readonly backupMadeAt: string;
    /** The position of the backup's last event. */
    readonly backupPosition: string;
    /** What this log would have lost: events, and how many of them are covered by a signed checkpoint. */
    readonly lostEvents: number;
    readonly lostSignedEvents: number;
  };
};

export const restoreRefusalCodec = eventCodec<LogRestoreRefused>()(
  { LogRestoreRefused: 'LogRestoreRefused.v1' },
  {
    'LogRestoreRefused.v1': unchanged<LogRestoreRefused>()(
      'LogRestoreRefused',
      'by',
      'backupId',
      'backupMadeAt',
      'backupPosition',
      'lostEvents',
      'lostSignedEvents',
    ),
  },
);
