import { eventChain } from '#libs/proof';
import { type CommandContext, type EventStore, type Transacted, Transactor } from '#libs/event-store';
import { accept, type Decider, eventCodec, unchanged } from '#libs/kernel';

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
  };
};

const decider: Decider<DisputeExported['data'], null, DisputeExported, never> = {
  initial: null,
  decide: (data) => accept({ type: 'DisputeExported', data }),
  evolve: () => null,
};

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

export const exportStreamPrefix = 'disputeExports-';

/** Appends the export to its tenant's stream, whose events are leaves of the proof log. */
export const recordExport = (
  store: EventStore,
  command: DisputeExported['data'],
  context: CommandContext & { readonly tenant: string },
): Promise<Transacted<never>> =>
  new Transactor(store, { noun: 'dispute', decider, codec: exportCodec, chain: eventChain }).transact({
    stream: `${exportStreamPrefix}${context.tenant}`,
    command,
    context,
  });
