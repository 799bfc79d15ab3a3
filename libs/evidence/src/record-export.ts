import { type DisputeExported, exportCodec, exportStream } from '#libs/disputes';
import { type CommandContext, type EventStore, type Transacted, Transactor } from '#libs/event-store';
import { accept, type Decider } from '#libs/kernel';
import { eventChain } from '#libs/proof';

const decider: Decider<DisputeExported['data'], null, DisputeExported, never> = {
  initial: null,
  decide: (data) => accept({ type: 'DisputeExported', data }),
  evolve: () => null,
};

/** Appends the export to its tenant's stream, whose events are leaves of the proof log. */
export const recordExport = (
  store: EventStore,
  command: DisputeExported['data'],
  context: CommandContext & { readonly tenant: string },
): Promise<Transacted<never>> =>
  new Transactor(store, { noun: 'dispute', decider, codec: exportCodec, chain: eventChain }).transact({
    stream: exportStream(context.tenant),
    command,
    context,
  });
