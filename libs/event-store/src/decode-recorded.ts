import { type DomainEvent, type EventCodec, UnknownEventError } from '#libs/kernel';
import type { RecordedEvent } from './event-store.js';
import { heldBy } from './held/held-event.js';
import { StreamHeldError } from './held/held-stream.js';
import { metadataProblem } from './held/metadata-problem.js';

/** An event in the log that this version cannot read. It holds back its stream; the message names its place. */
export class UndecodableEventError extends StreamHeldError {
  constructor(
    readonly recorded: RecordedEvent,
    reason: string,
    cause?: unknown,
  ) {
    const { type, stream, revision, position } = recorded;
    super(
      heldBy(recorded, reason),
      `Cannot decode ${type} at ${stream} revision ${revision}, position ${position}: ${reason}`,
      { cause },
    );
  }
}

/**
 * Returns the event in today's shape.
 *
 * @throws UndecodableEventError naming the event, its place, and why.
 */
export const decodeRecorded = <Event extends DomainEvent>(
  codec: EventCodec<Event>,
  recorded: RecordedEvent,
): Event => {
  assertLegible(recorded);
  try {
    return codec.decode(recorded);
  } catch (error) {
    throw new UndecodableEventError(recorded, reasonOf(error, codec, recorded), error);
  }
};

/** @throws UndecodableEventError when the ledger cannot have written the event, whatever its type. */
export const assertLegible = (recorded: RecordedEvent): void => {
  const problem = recorded.illegible ?? metadataProblem(recorded.metadata);
  if (problem !== undefined) throw new UndecodableEventError(recorded, `${problem}: another tool wrote it`);
};

/**
 * Runs what reads an event, and turns any error into one that names the event: what is decoded may still have
 * values that no code can use.
 */
export const readingEvent = <Result>(recorded: RecordedEvent, read: () => Result): Result => {
  try {
    return read();
  } catch (error) {
    if (error instanceof StreamHeldError) throw error;
    throw new UndecodableEventError(recorded, 'its data has values that the ledger never writes', error);
  }
};

const reasonOf = <Event extends DomainEvent>(
  error: unknown,
  { storedNames }: EventCodec<Event>,
  { type }: RecordedEvent,
): string => {
  if (!(error instanceof UnknownEventError))
    return `${error instanceof Error ? error.message : 'it cannot be read'}: another tool wrote it`;
  const name = /^(.+)\.v\d+$/.exec(type)?.[1];
  if (name !== undefined && storedNames.some((stored) => stored.startsWith(`${name}.v`)))
    return 'a newer version of the ledger wrote it: start the newer version';
  return 'this version has no event of this name: start the newer version if one wrote it';
};
