import type { JsonObject } from './json.js';

/** An event as the store keeps it: `type` is the stored name with its version, as in `DisputeOpened.v1`. */
export interface StoredEvent {
  readonly type: string;
  readonly data: JsonObject;
}

/** Domain events carry their name and flat JSON data, nothing else. */
export interface DomainEvent {
  readonly type: string;
  readonly data: object;
}

export interface EventCodec<Event extends DomainEvent> {
  encode(event: Event): StoredEvent;
  /** @throws UnknownEventError when no decoder has that stored name. */
  decode(stored: StoredEvent): Event;
  readonly storedNames: readonly string[];
}

export class UnknownEventError extends Error {
  constructor(storedName: string) {
    super(`No decoder for the stored event ${storedName}`);
  }
}

type Decoder<Event> = (data: JsonObject) => Event;

/** The name under which each event is written today. */
export type StoredNames<Event extends DomainEvent> = Readonly<Record<Event['type'], string>>;

/** The decoder of every name of today, and of any that was written before. */
export type Decoders<Event extends DomainEvent, Names extends StoredNames<Event>> = Readonly<
  Record<Names[Event['type']], Decoder<Event>>
> &
  Readonly<Record<string, Decoder<Event>>>;

/**
 * `names` says under which stored name each event is written today; `decoders` maps every name that was ever
 * written to today's shape, and the compiler asks for at least those of today. Entries of both are added, never
 * edited or removed: they are what old logs mean.
 */
export const eventCodec =
  <Event extends DomainEvent>() =>
  <const Names extends StoredNames<Event>>(
    names: Names,
    decoders: Decoders<Event, Names>,
  ): EventCodec<Event> => ({
    encode: (event) => ({ type: names[event.type as Event['type']], data: event.data as JsonObject }),
    decode: ({ type, data }) => {
      const decoder = Object.hasOwn(decoders, type) ? decoders[type] : undefined;
      if (decoder === undefined) throw new UnknownEventError(type);
      return decoder(data);
    },
    storedNames: Object.keys(decoders),
  });

/**
 * The decoder of a stored event whose data is today's shape already. Its fields are asked for by name, because an
 * event that lost a field would otherwise be read as a different fact.
 */
export const unchanged =
  <Event extends DomainEvent>() =>
  <Type extends Event['type']>(
    type: Type,
    ...required: readonly (keyof Extract<Event, { type: Type }>['data'] & string)[]
  ) =>
  (data: JsonObject): Event => {
    const missing = required.find((field) => data[field] === undefined);
    if (missing !== undefined) throw new TypeError(`A stored ${type} has no field ${missing}`);
    return { type, data } as unknown as Event;
  };
