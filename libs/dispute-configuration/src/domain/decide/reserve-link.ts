import { accept, reject } from '#libs/kernel';
import type { ConfigurationDecision } from '../configuration-decision.js';
import type { Authorship, ConfigurationEvent, Reservation } from '../configuration-event.js';
import type { Configuration } from '../configuration.js';

/** The thing that a dispute can be linked to. */
export type LinkTarget =
  | { readonly kind: 'reason'; readonly reasonId: string }
  | { readonly kind: 'resolution'; readonly resolutionId: string };

export interface ReserveLink {
  readonly type: 'ReserveLink';
  readonly data: Authorship & Reservation & { readonly target: LinkTarget };
}

/**
 * Keeps the target from being deleted, before the dispute records that it is linked to it (decision 0007).
 */
export const reserveLink = ({ data }: ReserveLink, state: Configuration): ConfigurationDecision => {
  const { target, reservationId, disputeId, by, at } = data;
  const made = { reservationId, disputeId, by, at };
  if (target.kind === 'reason')
    return state.reasons.has(target.reasonId)
      ? accept<ConfigurationEvent>({ type: 'ReasonLinked', data: { reasonId: target.reasonId, ...made } })
      : reject('reason-not-found', 'There is no such reason.');
  const { resolutionId } = target;
  return state.resolutions.has(resolutionId)
    ? accept<ConfigurationEvent>({ type: 'ResolutionLinked', data: { resolutionId, ...made } })
    : reject('resolution-not-found', 'There is no such resolution.');
};
