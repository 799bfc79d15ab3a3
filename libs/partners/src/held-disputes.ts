import { type DisputeQueries, disputeStream, type DisputeView } from '#libs/disputes';
import type { Exchange } from '#libs/http';

/** The disputes of a tenant that no list shows, because their rows stop at an event that cannot be read. */
export interface HeldDisputes {
  readonly streams: ReadonlySet<string>;
  readonly views: readonly DisputeView[];
}

/**
 * Returns the tenant's disputes that are held back, and states their number in the answer's `Ledger-Held-Back`.
 * A vendor's list has no word for a state that may be outdated, so they are left out of it.
 */
export const heldDisputes = async (
  queries: Pick<DisputeQueries, 'heldDisputes'>,
  tenant: string,
  { reply }: Pick<Exchange, 'reply'>,
): Promise<HeldDisputes> => {
  const views = await queries.heldDisputes(tenant);
  if (views.length > 0) void reply.header('Ledger-Held-Back', String(views.length));
  return { views, streams: new Set(views.map(streamOf)) };
};

/** Returns the views without those of disputes that are held back. */
export const shownOf = (views: readonly DisputeView[], { streams }: HeldDisputes): readonly DisputeView[] =>
  streams.size === 0 ? views : views.filter((view) => !streams.has(streamOf(view)));

const streamOf = ({ tenant, disputeId }: DisputeView): string => disputeStream(tenant, disputeId);
