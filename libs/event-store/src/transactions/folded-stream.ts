import type { Decider, DomainEvent, EventCodec } from '#libs/kernel';
import type { Chain } from './chain.js';
import { decodeRecorded, readingEvent } from '../decode-recorded.js';
import type { RecordedEvent } from '../event-store.js';
import { isStoresOwn } from '../held/held-event.js';

/** A command that came with an idempotency key: the place of its last event, and the request's digest. */
export interface HandledCommand {
  readonly requestDigest: string;
  /** Who held the credential of the request. */
  readonly holder: string;
  readonly eventId: string;
  readonly revision: bigint;
  readonly position: bigint;
}

/** What a decision on a stream needs, as of the last event that was read of it. */
export interface FoldedStream<State> {
  state: State;
  /** -1 before the first event. */
  revision: bigint;
  position: bigint;
  /** Of the last event; empty before the first, as `recordedAt` is. */
  eventId: string;
  /** Of the last event; undefined before the first, and where streams are not chained. */
  hash: string | undefined;
  /** Of the last event that carries none; undefined where there is no such event. */
  unlinkedHash: string | undefined;
  recordedAt: string;
  /** By command id. Grows with the stream, so `FoldedStreams` counts its entries. */
  readonly handled: Map<string, HandledCommand>;
}

export const emptyStream = <State>(initial: State): FoldedStream<State> => ({
  state: initial,
  revision: -1n,
  position: 0n,
  eventId: '',
  hash: undefined,
  unlinkedHash: undefined,
  recordedAt: '',
  handled: new Map(),
});

/** What folding a stream of one kind takes. */
export interface FoldModel<State, Event extends DomainEvent> {
  readonly decider: Pick<Decider<never, State, Event, string>, 'initial' | 'evolve'>;
  readonly codec: EventCodec<Event>;
  readonly chain?: Chain;
}

/**
 * Folds an event into the stream in place: copying what 10,000 events built would make the next one slow.
 *
 * @throws UndecodableEventError when the model's codec cannot decode the event.
 */
export const foldInto = <State, Event extends DomainEvent>(
  folded: FoldedStream<State>,
  recorded: RecordedEvent,
  model: FoldModel<State, Event>,
): void => {
  if (recorded.passedOver !== undefined) {
    passOver(folded, recorded, model);
    return;
  }
  const event = decodeRecorded(model.codec, recorded);
  folded.state = readingEvent(recorded, () => model.decider.evolve(folded.state, event));
  moveTo(folded, recorded);
  linkTo(folded, recorded, model.chain);
  const { commandId, requestDigest, holder, recordedAt } = recorded.metadata;
  folded.recordedAt = recordedAt;
  if (requestDigest !== undefined)
    folded.handled.set(commandId, {
      requestDigest,
      holder,
      eventId: recorded.id,
      revision: recorded.revision,
      position: recorded.position,
    });
};

/** Moves past an event that is passed over by decision: it changes nothing, and stays a link of the chain. */
const passOver = <State, Event extends DomainEvent>(
  folded: FoldedStream<State>,
  recorded: RecordedEvent,
  { chain }: FoldModel<State, Event>,
): void => {
  moveTo(folded, recorded);
  if (!isStoresOwn(recorded)) linkTo(folded, recorded, chain);
};

const linkTo = <State>(
  folded: FoldedStream<State>,
  recorded: RecordedEvent,
  chain: Chain | undefined,
): void => {
  if (chain === undefined) return;
  folded.hash = chain.hashOf(recorded, folded.unlinkedHash);
  if (!chain.isLinked(recorded)) folded.unlinkedHash = folded.hash;
};

const moveTo = <State>(folded: FoldedStream<State>, { revision, position, id }: RecordedEvent): void => {
  folded.revision = revision;
  folded.position = position;
  folded.eventId = id;
};
