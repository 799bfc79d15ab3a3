import { type Accepted, accept, reject, type Rejected } from '#libs/kernel';
import type { DisputeRefusal } from '../dispute-decision.js';
import type { OdrDispute } from './odr-dispute.js';
import type { MessageData, OdrDisputeReferenced } from './odr-event.js';
import { isFinal } from './odr-status.js';

/** A message of an institution to a dispute, without its subject. */
export interface InstitutionMessage extends Omit<MessageData, 'afterTerminal'> {
  readonly disputeId: string;
  readonly institution: string;
  /** Whether a dispute that nobody transferred before may become known by this message. */
  readonly registration: 'implicit' | 'required';
}

/**
 * Decides whether the institution may write to the dispute. Accepts with the event that makes an unknown
 * dispute known, where that is allowed: the first institution to write owns the dispute.
 */
export const admitMessage = (
  { disputeId, institution, proceeding, registration }: InstitutionMessage,
  state: OdrDispute | null,
): Accepted<OdrDisputeReferenced> | Rejected<DisputeRefusal> => {
  if (state !== null) return state.institution === institution ? accept() : notAssigned();
  if (registration === 'required') return reject('dispute-not-found', `Dispute ${disputeId} not found`);
  return accept({
    type: 'OdrDisputeReferenced',
    data: { disputeId, institution, proceeding, registration },
  });
};

/** Refuses a message to a dispute of another institution, or of another kind, in the same words. */
export const notAssigned = (): Rejected<DisputeRefusal> =>
  reject('dispute-of-another-institution', 'Dispute is not assigned to this ODR Institution');

/** Returns the part of the message that goes into its event, and whether the dispute had ended before. */
export const messageData = (
  { proceeding, role, roleAsGiven, userName, received }: InstitutionMessage,
  state: OdrDispute | null,
): MessageData => ({
  proceeding,
  role,
  roleAsGiven,
  userName,
  received,
  ...(isFinal(state?.status ?? null) && { afterTerminal: true }),
});
