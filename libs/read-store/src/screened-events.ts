import {
  type Acceptances,
  assertLegible,
  heldBy,
  isCutNotice,
  type HeldStream,
  type RecordedEvent,
  StreamHeldError,
} from '#libs/event-store';
import type { ReadModel } from './read-model.js';

/** A run of events, without those of streams that are held back. */
export interface ScreenedEvents {
  readonly events: readonly RecordedEvent[];
  /** The streams that these events hold back. */
  readonly held: readonly HeldStream[];
}

/**
 * Takes out of a run of events each that no read model could apply, and all that follow it in its stream. One
 * that is passed over by decision stays, with that decision.
 */
export const screenedEvents = (
  events: readonly RecordedEvent[],
  { models, accepted, heldAt }: Screening,
): ScreenedEvents => {
  const kept: RecordedEvent[] = [];
  const held = new Map<string, HeldStream>();
  for (const event of events) {
    if (held.has(event.stream)) continue;
    const from = heldAt.get(event.stream);
    if (from !== undefined && event.position >= from) continue;
    const problem = event.passedOver === undefined ? problemOf(event, models) : undefined;
    if (problem === undefined) kept.push(event);
    else {
      const passedOver = accepted.of(event);
      if (passedOver === undefined || isCutNotice(event)) held.set(event.stream, problem);
      else kept.push({ ...event, passedOver });
    }
  }
  return { events: kept, held: [...held.values()] };
};

export interface Screening {
  readonly models: readonly ReadModel[];
  readonly accepted: Acceptances;
  /** The positions from which on streams are held back already. */
  readonly heldAt: ReadonlyMap<string, bigint>;
}

const problemOf = (event: RecordedEvent, models: readonly ReadModel[]): HeldStream | undefined => {
  const readers = models.filter((model) => isFor(model, event));
  if (readers.length === 0) return undefined;
  try {
    if (event.illegible !== undefined) assertLegible(event);
    for (const model of readers) model.check?.(event);
    return undefined;
  } catch (error) {
    return heldOf(event, error);
  }
};

/** Returns what is held back by an event for which reading it, or applying it, has failed like this. */
export const heldOf = (event: RecordedEvent, error: unknown): HeldStream =>
  error instanceof StreamHeldError && error.held.position === String(event.position)
    ? error.held
    : heldBy(event, 'its data has values that the ledger never writes');

export const isFor = ({ streamPrefixes }: ReadModel, { stream }: RecordedEvent): boolean =>
  streamPrefixes.some((prefix) => stream.startsWith(prefix));
