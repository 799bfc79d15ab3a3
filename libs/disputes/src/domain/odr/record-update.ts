import { accept } from '#libs/kernel';
import type { DisputeDecision } from '../dispute-decision.js';
import { admitMessage, type InstitutionMessage, messageData } from './institution-message.js';
import type { OdrDispute } from './odr-dispute.js';
import type { OdrDisputeEvent } from './odr-event.js';

export interface RecordUpdate {
  readonly type: 'RecordUpdate';
  readonly data: InstitutionMessage & {
    readonly update: string;
    readonly description: string | null;
  };
}

/** Records an update. It is a remark, not a transition: the same words again are a second remark. */
export const recordUpdate = (
  { data }: RecordUpdate,
  state: OdrDispute | null,
): DisputeDecision<OdrDisputeEvent> => {
  const admitted = admitMessage(data, state);
  if (admitted.outcome === 'rejected') return admitted;
  const { update, description } = data;
  return accept<OdrDisputeEvent>(...admitted.events, {
    type: 'DisputeUpdateRecorded',
    data: { update, description, ...messageData(data, state) },
  });
};
