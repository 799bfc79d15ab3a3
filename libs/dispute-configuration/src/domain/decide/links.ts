import type { Links } from '../configuration.js';

/** How many disputes have a reservation of what these links are of. */
export const linkedDisputes = (links: Links | undefined): number =>
  new Set([...(links?.values() ?? [])].map(({ disputeId }) => disputeId)).size;
