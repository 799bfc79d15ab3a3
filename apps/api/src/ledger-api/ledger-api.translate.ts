import type { Activity } from '#libs/activity';
import {
  type DisputeFilter,
  type DisputeResolution,
  type DisputeView,
  maskPan,
  type ResolutionFilter,
  type TimelineEntry,
  type TimelineFilter,
} from '#libs/disputes';
import type { HeldStream, RecordedEvent } from '#libs/event-store';
import { parseJson, proofPathOf } from '#libs/http';
import { beginningOf, endOf, type TimeZone } from '#libs/kernel';
import type { ReplayRun } from './replays.js';
import type { DisputesQuery, ResolutionsQuery, TimelineQuery } from './ledger-api.dto.js';

export const disputeFilterOf = (query: DisputesQuery, zone: TimeZone): DisputeFilter => ({
  ...(query.tenant !== undefined && { tenant: query.tenant }),
  ...(query.scheme !== undefined && { scheme: query.scheme }),
  ...(query.status !== undefined && { statuses: query.status }),
  ...(query.updatedAfter !== undefined && { updatedAfter: endOf(query.updatedAfter, zone) }),
  ...(query.hasWarning !== undefined && { hasWarning: query.hasWarning === 'true' }),
  ...(query.q !== undefined && { q: query.q }),
});

export const resolutionFilterOf = (query: ResolutionsQuery, zone: TimeZone): ResolutionFilter => ({
  ...(query.tenant !== undefined && { tenant: query.tenant }),
  ...(query.scheme !== undefined && { scheme: query.scheme }),
  ...(query.code !== undefined && { code: query.code }),
  ...(query.isValid !== undefined && { isValid: query.isValid === 'true' }),
  ...instantsOf(query, zone),
});

const instantsOf = (
  { resolvedFrom, resolvedBefore }: ResolutionsQuery,
  zone: TimeZone,
): ResolutionFilter => ({
  ...(resolvedFrom !== undefined && { resolvedFrom: beginningOf(resolvedFrom, zone) }),
  ...(resolvedBefore !== undefined && { resolvedBefore: beginningOf(resolvedBefore, zone) }),
});

/** Returns a resolution as the API shows it, with personal tax numbers masked in what people wrote. */
export const resolutionAnswer = ({ resolvedPosition: _, ...entry }: DisputeResolution) => masked(entry);

export const timelineFilterOf = (query: TimelineQuery, zone: TimeZone): TimelineFilter => ({
  ...(query.from !== undefined && { from: beginningOf(query.from, zone) }),
  ...(query.to !== undefined && { to: endOf(query.to, zone) }),
  ...(query.actor !== undefined && { actor: query.actor }),
  ...(query.type !== undefined && { type: query.type }),
  ...(query.effectiveOn !== undefined && { effectiveOn: query.effectiveOn }),
});

/**
 * Returns a dispute as the API shows it, with personal tax numbers masked, while a vendor gets back what it
 * sent. Its ids stay as they are, because it is addressed by them.
 */
export const disputeAnswer = ({ openedPosition: _, ...view }: DisputeView) => ({
  ...masked(view),
  tenant: view.tenant,
  disputeId: view.disputeId,
});

export const timelineAnswer = ({
  actor,
  credentialId,
  holder,
  authProfile,
  ...entry
}: Activity['entry'] | TimelineEntry) =>
  masked({
    ...entry,
    /** `actor` is who the request said acts, `authority` is what was authenticated. */
    actor,
    authority: { credentialId, holder, authProfile },
    proof: proofPathOf(entry.eventId),
  });

export const activityAnswer = ({ entry, ...place }: Activity) =>
  masked({ ...place, ...timelineAnswer(entry) });

/** Returns a replay as the API shows it, with personal tax numbers masked in what people wrote. */
export const replayAnswer = <Status extends ReplayRun>(status: Status): Status => {
  const { reason, startedBy } = status;
  return { ...status, ...masked({ reason, startedBy }) };
};

/**
 * Returns a raw event as the API shows it. Raw events are evidence: personal tax numbers in them are masked
 * unless the caller may export evidence.
 */
export const eventAnswer = (event: RecordedEvent, mayExport: boolean) => {
  const { id, stream, revision, position, type, metadata, data, illegible, passedOver } = event;
  const shown = mayExport ? { metadata, data } : { metadata: masked(metadata), data: masked(data) };
  return {
    id,
    stream,
    revision: String(revision),
    position: String(position),
    type,
    ...shown,
    ...(passedOver !== undefined && { passedOver }),
    ...(illegible !== undefined && passedOver === undefined && { heldBack: { reason: illegible } }),
  };
};

/** Returns what an answer says of a state that may be outdated, because its stream cannot be read further. */
export const heldAnswer = (held: HeldStream | undefined) => {
  if (held === undefined) return {};
  const { revision, position, type, eventId, reason } = held;
  return { heldBack: { revision, position, type, eventId, reason } };
};

/**
 * Returns the value with every text and name in it masked. A text that is JSON is parsed first, as its
 * escapes would hide a number.
 */
export const masked = <Value>(value: Value): Value => maskedValue(value) as Value;

const maskedValue = (value: unknown): unknown => {
  if (typeof value === 'string') return maskedText(value);
  if (Array.isArray(value)) return value.map(maskedValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [maskPan(key), maskedValue(member)]),
  );
};

const maskedText = (text: string): string => {
  const json = /^\s*[[{]/.test(text) ? parseJson(text) : undefined;
  return json === undefined ? maskPan(text) : JSON.stringify(maskedValue(json));
};
