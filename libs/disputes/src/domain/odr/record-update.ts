import { accept } from '#libs/kernel';
import type { DisputeDecision } from '../dispute-decision.js';
import type { DisputeEvent } from '../dispute-event.js';
import type { Dispute } from '../dispute.js';
import { admitMessage, type InstitutionMessage, messageData } from './institution-message.js';

export interface RecordUpdate {
  readonly type: 'RecordUpdate';
  readonly data: InstitutionMessage & {
    readonly update: string;
    readonly description: string | null;
  };
}

/** An update is a remark, not a transition: the same words again are a second remark. */
export const recordUpdate = ({ data }: RecordUpdate, state: Dispute): DisputeDecision => {
  const admitted = admitMessage(data, state);
  if (admitted.outcome === 'rejected') return admitted;
  const { update, description } = data;
  return accept<DisputeEvent>(...admitted.events, {
    type: 'DisputeUpdateRecorded',
    data: { update, description, ...messageData(data) },
  });
};
