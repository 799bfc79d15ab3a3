import {
  type DisputeFilter,
  type DisputeView,
  maskPan,
  type TimelineEntry,
  type TimelineFilter,
} from '#libs/disputes';
import type { RecordedEvent } from '#libs/event-store';
import type { DisputesQuery, TimelineQuery } from './ledger-api.dto.js';

/** RFC 3339 with any offset as the ledger's own form, in which text sorts as time does. */
const instantOf = (text: string): string => new Date(text).toISOString();

export const disputeFilterOf = (query: DisputesQuery): DisputeFilter => ({
  ...(query.tenant !== undefined && { tenant: query.tenant }),
  ...(query.scheme !== undefined && { scheme: query.scheme }),
  ...(query.status !== undefined && { statuses: query.status }),
  ...(query.updatedAfter !== undefined && { updatedAfter: instantOf(query.updatedAfter) }),
  ...(query.hasWarning !== undefined && { hasWarning: query.hasWarning === 'true' }),
  ...(query.q !== undefined && { q: query.q }),
});

export const timelineFilterOf = (query: TimelineQuery): TimelineFilter => ({
  ...(query.from !== undefined && { from: instantOf(query.from) }),
  ...(query.to !== undefined && { to: instantOf(query.to) }),
  ...(query.actor !== undefined && { actor: query.actor }),
  ...(query.type !== undefined && { type: query.type }),
});

export const disputeAnswer = ({ openedPosition: _, ...view }: DisputeView) => view;

export const timelineAnswer = ({ actor, credentialId, authProfile, ...entry }: TimelineEntry) => ({
  ...entry,
  /** Who the request said acts, and what was proven. */
  actor,
  authority: { credentialId, authProfile },
});

/** Raw events are evidence. Who may read but not take evidence away sees personal tax numbers masked. */
export const eventAnswer = (event: RecordedEvent, mayExport: boolean) => {
  const { id, stream, revision, position, type, metadata, data } = event;
  const shown: unknown = mayExport ? data : JSON.parse(maskPan(JSON.stringify(data)));
  return { id, stream, revision: String(revision), position: String(position), type, metadata, data: shown };
};
