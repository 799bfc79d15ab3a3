import type { Links } from './configuration.js';

/** Returns how many disputes the links belong to: one dispute may hold several reservations. */
export const linkedDisputes = (links: Links | undefined): number =>
  new Set([...(links?.values() ?? [])].map(({ disputeId }) => disputeId)).size;
