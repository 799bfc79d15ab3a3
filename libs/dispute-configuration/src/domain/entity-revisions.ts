import { assertNever } from '#libs/kernel';
import type { ConfigurationEvent } from './configuration-event.js';

/** The revisions of the last events that changed the representations of categories, reasons and resolutions. */
export type EntityRevisions = ReadonlyMap<string, bigint>;

/**
 * Notes which representations an event changes; a link changes none. Entities of all kinds share the map:
 * their ids are UUIDs.
 */
export const noteRevision = (
  revisions: Map<string, bigint>,
  event: ConfigurationEvent,
  revision: bigint,
): void => {
  for (const id of changedBy(event)) revisions.set(id, revision);
  if (event.type === 'CategoryDeleted') revisions.delete(event.data.categoryId);
  if (event.type === 'ReasonDeleted') revisions.delete(event.data.reasonId);
  if (event.type === 'ResolutionDeleted') revisions.delete(event.data.resolutionId);
};

const changedBy = (event: ConfigurationEvent): readonly string[] => {
  switch (event.type) {
    case 'CategoryUpserted':
    case 'CategoryUpdated':
      return [event.data.categoryId];
    case 'ReasonUpserted':
    case 'ReasonUpdated':
      return [event.data.reasonId];
    case 'ResolutionUpserted':
    case 'ResolutionUpdated':
      return [event.data.resolutionId];
    case 'InvoiceClosedResolutionSet':
      return [event.data.resolutionId, ...event.data.clearedIds];
    case 'CategoryDeleted':
    case 'ReasonDeleted':
    case 'ResolutionDeleted':
    case 'ReasonLinked':
    case 'ReasonUnlinked':
    case 'ResolutionLinked':
    case 'ResolutionUnlinked':
      return [];
    default:
      return assertNever(event);
  }
};
