export type { CommandContext } from './command-context.js';
export { commandIdOfKey, entityIdOf, newCommandId, type KeyScope } from './ids.js';
export type { Chain, PlacedEvent } from './chain.js';
export type { Claim } from './claims.js';
export { copyLog, type CopyProgress, LogMismatchError } from './copy-log.js';
export { followLog, type Follower } from './follow-log.js';
export { EmbeddedEventStore } from './embedded/embedded-event-store.js';
export { connectEventStoreDb } from './connect-eventstoredb.js';
export type { EventStoreDbEventStore, EventStoreDbOptions } from './eventstoredb/eventstoredb-event-store.js';
export type { Actor, EventMetadata } from './event-metadata.js';
export {
  EventStore,
  StoreUnavailableError,
  StreamDamagedError,
  UnknownPositionError,
  type AppendOutcome,
  type EventLink,
  type ExpectedRevision,
  type LogPage,
  type LogRead,
  type NewEvent,
  type RecordedEvent,
  type StreamRead,
  type Subscription,
} from './event-store.js';
export { lastEventBy, type Moment, type LogMoment } from './moment.js';
export { decodeRecorded } from './folded-stream.js';
export { Transactor, type StreamModel, type Transaction } from './transactor.js';
export type { Committed, Transacted, TransactionRefusal } from './transacted.js';
