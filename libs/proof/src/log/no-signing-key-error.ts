/**
 * The error for what only a process with a signing key can do. A retry does not help: somebody has to give the
 * process its key.
 */
export class NoSigningKeyError extends Error {
  constructor() {
    super(NO_SIGNING_KEY);
  }
}

/** What an operator has to do before this process signs anything. */
export const NO_SIGNING_KEY =
  'This process has no signing key, so it makes no checkpoints, proofs and exports. Start all API processes with the same LEDGER_SIGNING_KEY_FILE; `ledger key new` makes such a file.';
