import { reject, type Rejected } from '#libs/kernel';
import type { Answer, FirstAnswer } from './answer.js';
import type { Claim } from './claims.js';
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

export type Transacted<Code extends string> = Committed | Rejected<Code | TransactionRefusal>;

type Place = Pick<Committed, 'eventId' | 'revision' | 'position'>;

/** Returns the answer to a command that was carried out. */
export const committed = ({ eventId, revision, position }: Place): Committed => ({
  outcome: 'committed',
  eventId,
  revision,
  position,
  isRepeat: false,
});

/** Returns the answer to a repeated command that a stream has. */
export const repeated = (handled: HandledCommand): Committed => ({ ...committed(handled), isRepeat: true });

/** Returns what an answer to a command on one stream shows: the stream at the place of the answer. */
export const answerAt = (stream: string, { eventId, revision, position }: Place): Answer => ({
  position,
  shown: [{ stream, revision, position, eventId }],
});

/** Returns the answer to a command as it was recorded. @throws Error when it was not about one stream. */
export const committedAs = ({
  answer: {
    shown: [state],
  },
  isRepeat,
}: FirstAnswer): Committed => {
  if (state === undefined) throw new Error('The recorded answer shows no stream.');
  return { ...committed(state), isRepeat };
};

/** Returns the refusal of a command whose single-use token was used by another. */
export const usedToken = ({ kind }: Claim): Transacted<never> =>
  reject('token-already-used', `The ${kind} was used before.`);
