import { eventCodec, unchanged } from '#libs/kernel';

/** The fact that somebody exported the evidence of a dispute. Who and when is in the event's metadata. */
export type DisputeExported = {
  readonly type: 'DisputeExported';
  readonly data: {
    readonly disputeId: string;
    readonly events: number;
    /** How many events the signed checkpoint in the bundle covers. */
    readonly checkpointSize: number;
    /** SHA-256 of the whole bundle, in hexadecimal. */
    readonly bundleSha256: string;
    /** The name of the bundle's file. Exports of before do not have it. */
    readonly bundle?: string;
  };
};

/** The prefix of the streams of exports. The tenant follows it. */
export const exportStreamPrefix = 'disputeExports-';

export const exportStream = (tenant: string): string => `${exportStreamPrefix}${tenant}`;

export const exportCodec = eventCodec<DisputeExported>()(
  { DisputeExported: 'DisputeExported.v1' },
  {
    'DisputeExported.v1': unchanged<DisputeExported>()(
      'DisputeExported',
      'disputeId',
      'events',
      'checkpointSize',
      'bundleSha256',
    ),
  },
);
