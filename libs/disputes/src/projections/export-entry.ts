import type { DisputeExported } from '../domain/dispute-exported.js';
import type { TimelineEntry } from './dispute-timeline.js';
import { exportDetails } from './export-details.js';
import { maskPan } from './personal-data.js';
import type { Recording } from './recording.js';

/** Returns what happened as a sentence for people. */
export const exportSentence = ({ data }: DisputeExported): string => {
  const file = data.bundle === undefined ? '' : ` as ${data.bundle}`;
  return `The evidence of ${data.disputeId} up to revision ${data.events - 1} was exported${file}, SHA-256 ${data.bundleSha256}.`;
};

/**
 * Returns the line of the dispute's timeline for an export of it. The export is an event of another stream: its
 * place in the timeline is its position, and its revision is the one that was exported.
 */
export const exportEntry = (exported: DisputeExported, recording: Recording): TimelineEntry => {
  const { position, eventId, actor, recordedAt } = recording;
  const { credentialId, holder, authProfile, correlationId } = recording;
  const details = exportDetails(exported);
  return {
    revision: details.revision,
    position: String(position),
    eventId,
    type: exported.type,
    summary: maskPan(exportSentence(exported)),
    actor: { ...actor, name: maskPan(actor.name) },
    credentialId,
    holder,
    authProfile,
    correlationId,
    occurredAt: null,
    recordedAt,
    changes: [],
    warnings: [],
    details: { ...details, bundle: details.bundle && maskPan(details.bundle) },
  };
};
