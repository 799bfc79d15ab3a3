import { accept } from '#libs/kernel';
import type { ConfigurationDecision } from '../configuration-decision.js';
import type { Authorship, ConfigurationEvent } from '../configuration-event.js';
import type { Configuration } from '../configuration.js';
import type { LinkTarget } from './reserve-link.js';

export interface ReleaseLink {
  readonly type: 'ReleaseLink';
  readonly data: Authorship & { readonly reservationId: string; readonly target: LinkTarget };
}

/** Releases a reservation. Accepts without an event if it was released before, or never made. */
export const releaseLink = ({ data }: ReleaseLink, state: Configuration): ConfigurationDecision => {
  const { target, reservationId, by, at } = data;
  const links =
    target.kind === 'reason'
      ? state.reasonLinks.get(target.reasonId)
      : state.resolutionLinks.get(target.resolutionId);
  const link = links?.get(reservationId);
  if (link === undefined) return accept();
  const released = { reservationId, disputeId: link.disputeId, by, at };
  return accept<ConfigurationEvent>(
    target.kind === 'reason'
      ? { type: 'ReasonUnlinked', data: { reasonId: target.reasonId, ...released } }
      : { type: 'ResolutionUnlinked', data: { resolutionId: target.resolutionId, ...released } },
  );
};
