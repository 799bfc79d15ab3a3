import { type Accepted, accept, reject, type Rejected } from '#libs/kernel';
import type { DisputeRefusal } from '../dispute-decision.js';
import type { MessageData, OdrDisputeReferenced } from '../dispute-event.js';
import type { Dispute } from '../dispute.js';

/** What every message of an institution says beside its subject. */
export interface InstitutionMessage extends MessageData {
  readonly disputeId: string;
  readonly institution: string;
  /** Whether a dispute that nobody transferred before may become known by this message. */
  readonly registration: 'implicit' | 'required';
}

/**
 * Whether the institution may write to the dispute; accepted with the event that makes an unknown dispute
 * known, where that is allowed. The first institution to write owns the dispute.
 */
export const admitMessage = (
  message: InstitutionMessage,
  state: Dispute,
): Accepted<OdrDisputeReferenced> | Rejected<DisputeRefusal> => {
  const { disputeId, institution, proceeding, registration } = message;
  if (state.kind === 'unknown') {
    if (registration === 'required') return reject('dispute-not-found', `Dispute ${disputeId} not found`);
    return accept<OdrDisputeReferenced>({
      type: 'OdrDisputeReferenced',
      data: { disputeId, institution, proceeding, registration },
    });
  }
  if (state.kind !== 'odr' || state.institution !== institution)
    return reject('dispute-of-another-institution', 'Dispute is not assigned to this ODR Institution');
  return accept();
};

/** The part of the message that goes into its event. */
export const messageData = ({
  proceeding,
  role,
  roleAsGiven,
  userName,
  received,
}: MessageData): MessageData => ({
  proceeding,
  role,
  roleAsGiven,
  userName,
  received,
});
