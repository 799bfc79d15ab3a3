import type { ReadModel } from './read-model.js';
import { ReadStoreUnavailableError } from './read-store-unavailable-error.js';

/**
 * The error for rows that a newer version has built. An older one leaves them alone: two versions that each built
 * the rows again at their turn would never serve any.
 */
export class NewerRowsError extends ReadStoreUnavailableError {}

/** @throws NewerRowsError naming the first read model that is newer in the database than in this version. */
export const assertNoneNewer = (
  checkpoints: readonly { readonly model: string; readonly version: number }[],
  models: readonly ReadModel[],
): void => {
  for (const { name, version } of models) {
    const stored = checkpoints.find(({ model }) => model === name)?.version ?? 0;
    if (stored > version)
      throw new NewerRowsError(
        `${name} has version ${stored} in the read store; this process needs version ${version}. A newer version of the ledger has built these rows.`,
      );
  }
};
