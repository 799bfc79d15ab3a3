import { eventChain } from '#libs/proof';
import { type CommandContext, type EventStore, type Transacted, Transactor } from '#libs/event-store';
import { accept, type Decider } from '#libs/kernel';
import { type DisputeExported, exportCodec } from './dispute-exported.js';

const decider: Decider<DisputeExported['data'], null, DisputeExported, never> = {
  initial: null,
  decide: (data) => accept({ type: 'DisputeExported', data }),
  evolve: () => null,
};

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
