import type { AllStreamResolvedEvent, ResolvedEvent } from '@eventstore/db-client';
import type { JsonObject } from '#libs/kernel';
import type { EventMetadata } from '../event-metadata.js';
import type { RecordedEvent } from '../event-store.js';

/**
 * Returns the event as the port has it.
 *
 * @throws Error naming the place of an event that the ledger cannot have written.
 */
export const recordedEvent = (resolved: ResolvedEvent | AllStreamResolvedEvent): RecordedEvent => {
  const { event } = resolved;
  if (event === undefined) throw new Error('The event store returned a link to an event that is gone.');
  const { id, streamId: stream, revision, type, data, metadata } = event;
  const position = event.position?.commit ?? resolved.commitPosition;
  // The client silently leaves JSON that it cannot parse as text.
  if (!event.isJson || !isObject(data) || !isObject(metadata) || position === undefined)
    throw new Error(`The event at ${stream} revision ${revision} was not written by the ledger.`);
  return {
    id,
    type,
    data: data as JsonObject,
    metadata: metadata as EventMetadata,
    stream,
    revision,
    position,
  };
};

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);

/** Returns the position of any record of the log, the server's own included. */
export const positionOf = ({ event, commitPosition }: AllStreamResolvedEvent): bigint =>
  event?.position.commit ?? commitPosition ?? 0n;

/** Returns whether a record is an event of the ledger's, and one that the reader asked for. */
export const isWanted = (
  { event }: AllStreamResolvedEvent,
  streamPrefixes: readonly string[] | undefined,
): boolean => {
  if (event === undefined || event.streamId.startsWith('$') || event.type.startsWith('$')) return false;
  return streamPrefixes === undefined || streamPrefixes.some((prefix) => event.streamId.startsWith(prefix));
};
