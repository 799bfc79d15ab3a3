import type { JsonObject } from './json.js';

/** An event as the store keeps it: `type` is the stored name with its version, as in `DisputeOpened.v1`. */
export interface StoredEvent {
  readonly type: string;
  readonly data: JsonObject;
}

/** An event as the domain knows it: its name and flat JSON data, nothing else. */
export interface DomainEvent {
  readonly type: string;
  readonly data: object;
}

export interface EventCodec<Event extends DomainEvent> {
  encode(event: Event): StoredEvent;
  /**
   * Returns the event in today's shape.
   *
   * @throws UnknownEventError when no decoder has that stored name.
   */
  decode(stored: StoredEvent): Event;
  /** Every stored name that `decode` reads, those of today and older ones. */
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
 * Returns a codec. `names` gives the stored name under which each event is written today. `decoders` turn the
 * data of every stored name that was ever written into today's shape, and the compiler requires those in
 * `names`. Decoders are added, never edited or removed: they define what old logs mean.
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
 * Returns the decoder of a stored event whose data has today's shape already. The decoder throws a TypeError
 * when a `required` field is missing: an event that lost one would otherwise be read as a different fact.
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
