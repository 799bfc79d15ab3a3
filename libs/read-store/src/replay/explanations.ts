import {
  Acceptances,
  type EventStore,
  lastEventBy,
  type RecordedEvent,
  referenceTo,
  StreamHeldError,
} from '#libs/event-store';
import type { Kysely } from 'kysely';
import { limits } from '../limits.js';
import type { ReadModel } from '../read-model.js';
import { fieldName } from './field-differences.js';
import type { DecisiveEvent, RowDifference, RowSubject, RowSubjects } from './replay-result.js';
import { fieldEvents, type FieldEvents } from './row-trace.js';
import type { FoundDifference } from './table-comparison.js';

/** A difference, and the stream or the event that its row belongs to; undefined where there is none. */
export interface LocatedDifference extends FoundDifference {
  readonly subject: RowSubject | undefined;
}

/** Returns the stream or the event that the row belongs to, by its columns or by the rebuilt tables. */
export const subjectOf = async (
  { table, row }: FoundDifference,
  subjects: RowSubjects,
  rebuilt: Kysely<never>,
): Promise<RowSubject | undefined> => subjects.of(row) ?? subjects.locate(table, row, rebuilt);

/** Says which event set a field of a row; undefined where none is known. */
type SetBy = (field: string) => RecordedEvent | undefined;

/** Looks up, for rows that differ, the event that set each field. */
export class Explanations {
  private traced = 0;

  constructor(
    private readonly log: EventStore,
    private readonly models: readonly ReadModel[],
    /** The position at which the rows were compared. */
    private readonly position: bigint,
  ) {}

  /** Returns the differences with their events. */
  async of(found: readonly LocatedDifference[]): Promise<readonly RowDifference[]> {
    const explained: RowDifference[] = [];
    for (const difference of found) explained.push(await this.explained(difference));
    return explained;
  }

  private async explained(found: LocatedDifference): Promise<RowDifference> {
    const { row: _, subject, fields: all, ...difference } = found;
    const shown = all.slice(0, limits.shownFields);
    const setBy = await this.eventsOf(found);
    const fields = shown.map((field) => ({ ...field, event: referenced(setBy(fieldName(field))) }));
    const last = all.map((field) => setBy(fieldName(field))).reduce(later, undefined);
    const stream = difference.stream ?? last?.stream ?? null;
    return { ...difference, stream, fields, fieldCount: all.length, event: referenced(last) };
  }

  /** Returns which event set a field of the row; of a stream that was cut, none. */
  private async eventsOf(found: LocatedDifference): Promise<SetBy> {
    try {
      return await this.readEventsOf(found);
    } catch (error) {
      if (error instanceof StreamHeldError) return () => undefined;
      throw error;
    }
  }

  private async readEventsOf(found: LocatedDifference): Promise<SetBy> {
    const { subject, kind } = found;
    if (subject === undefined) return () => undefined;
    const last = await lastEventBy(this.log, subject.stream, { kind: 'position', position: this.position });
    if (last === undefined) return () => undefined;
    if (subject.revision !== undefined || subject.position !== undefined) {
      const event = await this.exactly(subject, last);
      return () => event;
    }
    const events = await this.traceOf(found, last);
    // What only the live rows have, no event has set.
    return (field) => (kind === 'unexpected' ? undefined : events?.get(field));
  }

  /** Returns the event that the row names; undefined if the stream has none there. */
  private async exactly(
    { stream, revision, position }: RowSubject,
    last: RecordedEvent,
  ): Promise<RecordedEvent | undefined> {
    const moment =
      position === undefined
        ? ({ kind: 'revision', revision: revision ?? 0n } as const)
        : ({ kind: 'position', position } as const);
    const isLast = position === undefined ? last.revision === revision : last.position === position;
    const event = isLast ? last : await lastEventBy(this.log, stream, moment);
    const isIt = position === undefined ? event?.revision === revision : event?.position === position;
    return isIt ? event : undefined;
  }

  private async traceOf(
    { table, key }: LocatedDifference,
    last: RecordedEvent,
  ): Promise<FieldEvents | undefined> {
    const count = Number(last.revision) + 1;
    if (this.traced + count > limits.tracedEvents) return undefined;
    this.traced += count;
    const events = this.log.readStream(last.stream, { direction: 'forwards', maxCount: count });
    const accepted = await Acceptances.read(this.log);
    return fieldEvents(this.models, events, { table, key, accepted });
  }
}

const later = (a: RecordedEvent | undefined, b: RecordedEvent | undefined): RecordedEvent | undefined =>
  a === undefined || (b !== undefined && b.position > a.position) ? b : a;

const referenced = (event: RecordedEvent | undefined): DecisiveEvent | null => {
  if (event === undefined) return null;
  const { eventId, type, ...place } = referenceTo(event);
  return { eventId, type, stream: event.stream, ...place };
};
