import { type Decision, reject } from '#libs/kernel';
import type { Claim } from './claims.js';
import type { CommandContext } from './command-context.js';
import type { HandledCommand } from './folded-stream.js';

/** Refusals of the write path itself, beside those of the decider. */
export type TransactionRefusal =
  'concurrent-change' | 'revision-mismatch' | 'idempotency-key-reused' | 'token-already-used';

export interface Committed {
  readonly outcome: 'committed';
  readonly eventId: string;
  /** Of the command's last event; for a command that added nothing, of the stream's. */
  readonly revision: bigint;
  readonly position: bigint;
  /** Whether this is the answer to an earlier command with the same idempotency key. */
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

/** Returns the answer to a command that was carried out before. */
export const repeat = (handled: HandledCommand, { requestDigest }: CommandContext): Transacted<never> =>
  handled.requestDigest === requestDigest ? { ...committed(handled), isRepeat: true } : keyReused;

/** The answer to a command whose claim somebody else has. */
export const refusedClaim = ({ kind }: Claim): Transacted<never> =>
  kind === 'token' ? reject('token-already-used', 'The token was used before.') : keyReused;
