import { decodeRecorded, readingEvent, type RecordedEvent } from '#libs/event-store';
import { type DisputeExported, exportCodec, exportStreamPrefix } from '../domain/dispute-exported.js';
import { exportEntry } from '../projections/export-entry.js';
import type { Recording } from '../projections/recording.js';

/** A decoded export with its place in the log. */
export interface RecordedExport extends Recording {
  readonly exported: DisputeExported;
}

export const isExport = ({ stream }: Pick<RecordedEvent, 'stream'>): boolean =>
  stream.startsWith(exportStreamPrefix);

/**
 * Decodes a stored export.
 *
 * @throws UndecodableEventError naming the event that this version cannot read.
 */
export const recordedExport = (recorded: RecordedEvent): RecordedExport => {
  const { id, stream, revision, position, metadata } = recorded;
  const exported = decodeRecorded(exportCodec, recorded);
  return {
    tenant: stream.slice(exportStreamPrefix.length),
    disputeId: exported.data.disputeId,
    eventId: id,
    revision,
    position,
    recordedAt: metadata.recordedAt,
    actor: metadata.actor,
    credentialId: metadata.credentialId,
    holder: metadata.holder,
    authProfile: metadata.authProfile,
    correlationId: metadata.$correlationId,
    exported,
  };
};

/** Reads an event of the record of exports as every reader does. Throws as `recordedExport` does. */
export const checkExport = (recorded: RecordedEvent): void => {
  const decoded = recordedExport(recorded);
  readingEvent(recorded, () => exportEntry(decoded.exported, decoded));
};
