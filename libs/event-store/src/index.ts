export { damageInLog, fileProblemIn } from './embedded/file-problem.js';
export type { CommandContext } from './transactions/command-context.js';
export {
  commandIdOfKey,
  formerCommandIdOfKey,
  newCommandId,
  type KeyScope,
} from './transactions/command-ids.js';
export { claimedFormerId } from './transactions/former-commands.js';
export { entityIdOf } from './ids.js';
export type { Chain, StreamEvent } from './transactions/chain.js';
export type { Answer, FirstAnswer, ShownState } from './transactions/answer.js';
export { checkClaimEvent, type Claim, claimStreamPrefix } from './transactions/claims.js';
export { type KeyedTarget, KeyedWrite } from './transactions/keyed-write.js';
export type { Preconditions } from './transactions/preconditions.js';
export { copyLog, type CopyProgress, CopyMismatchError } from './copy-log.js';
export { followLog, type Follower } from './follow-log.js';
export { isInLog, LastTaken, OtherLogError } from './last-taken.js';
export { EmbeddedEventStore } from './embedded/embedded-event-store.js';
export { NewerLogError } from './embedded/log-format.js';
export { LogFile, LogInUseError, type LogPlace, type LogRange } from './embedded/log-file.js';
export { compareSegment, joinSegments, writeSegment } from './embedded/log-segments.js';
export { SegmentedLog } from './embedded/segmented-log.js';
export { connectEventStoreDb } from './eventstoredb/connect-eventstoredb.js';
export type { EventStoreDbEventStore, EventStoreDbOptions } from './eventstoredb/eventstoredb-event-store.js';
export type { Actor, EventMetadata } from './event-metadata.js';
export { type EventReference, referenceTo } from './event-reference.js';
export {
  EventStore,
  InDoubtError,
  StoreUnavailableError,
  StreamDamagedError,
  UnknownPositionError,
  type AppendOutcome,
  type EventLink,
  type ExpectedRevision,
  type LogMark,
  type LogPage,
  type LogRead,
  type NewEvent,
  type RecordedEvent,
  type StreamRead,
  type Subscription,
} from './event-store.js';
export { LogHead } from './log-head.js';
export { lastEventBy, type Moment, type LogMoment } from './moment.js';
export { assertLegible, decodeRecorded, readingEvent, UndecodableEventError } from './decode-recorded.js';
export { heldBy, isCutNotice, isStoresOwn } from './held/held-event.js';
export { type HeldKind, type HeldStream, heldText, StreamHeldError } from './held/held-stream.js';
export type { Acceptance } from './held/acceptance.js';
export { namedEvent } from './held/named-events.js';
export { passingOver } from './held/passing-over.js';
export {
  Acceptances,
  eventDigest,
  QUARANTINE_STREAM,
  type QuarantineAccepted,
  quarantineCodec,
  quarantineStreamPrefix,
} from './held/quarantine.js';
export { Transactor, type StreamModel, type Transaction } from './transactions/transactor.js';
export type { Committed, Transacted, TransactionRefusal } from './transactions/transacted.js';
