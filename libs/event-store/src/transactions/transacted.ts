import { type Decision, reject } from '#libs/kernel';
import type { Claim } from './claims.js';
import type { CommandContext } from './command-context.js';
import type { HandledCommand } from './folded-stream.js';

/** The codes with which the write path itself refuses a command, beside those of the decider. */
export type TransactionRefusal =
  'concurrent-change' | 'revision-mismatch' | 'idempotency-key-reused' | 'token-already-used';

/**
 * The answer to a command that was carried out: the place of its last event or, if it added none, of the
 * stream's last event.
 */
export interface Committed {
  readonly outcome: 'committed';
  readonly eventId: string;
  readonly revision: bigint;
  readonly position: bigint;
  /** Whether the command had been carried out before, under the same idempotency key. */
  readonly isRepeat: boolean;
}

export type Transacted<Code extends string> =
  Committed | Extract<Decision<never, Code | TransactionRefusal>, { outcome: 'rejected' }>;

/** Returns the answer to a command that was carried out. */
export const committed = ({
  eventId,
  revision,
  position,
}: Pick<Committed, 'eventId' | 'revision' | 'position'>): Committed => ({
  outcome: 'committed',
  eventId,
  revision,
  position,
  isRepeat: false,
});

const keyReused = reject(
  'idempotency-key-reused',
  'The idempotency key was used with another request body before.',
);

/**
 * Returns the answer to a repeated command, or the refusal of a key that came with another request before.
 */
export const repeat = (handled: HandledCommand, { requestDigest }: CommandContext): Transacted<never> =>
  handled.requestDigest === requestDigest ? { ...committed(handled), isRepeat: true } : keyReused;

/** Returns the refusal of a command whose claim has another holder. */
export const refusedClaim = ({ kind }: Claim): Transacted<never> =>
  kind === 'token' ? reject('token-already-used', 'The token was used before.') : keyReused;
