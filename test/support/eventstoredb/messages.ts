import { randomUUID } from 'node:crypto';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { AppendAnswer, Expected, LogRecord, ProposedRecord } from './log-record.js';

/** Test code: an append, translated from the messages of EventStoreDB's services. */
export interface AppendRequest {
  readonly stream: string;
  readonly expected: Expected;
  readonly events: readonly ProposedRecord[];
}

/** The stream and the expected revision of an append, a delete or a tombstone. */
interface TargetOptions {
  getStreamIdentifier(): shared.StreamIdentifier | undefined;
  getRevision(): string;
  hasRevision(): boolean;
  hasNoStream(): boolean;
  hasStreamExists(): boolean;
}

export const appendRequest = (messages: readonly streams.AppendReq[]): AppendRequest => {
  const options = messages[0]?.getOptions();
  return {
    stream: streamNameOf(options?.getStreamIdentifier()),
    expected: expectedOf(options),
    events: messages.flatMap((message) => {
      const proposed = message.getProposedMessage();
      return proposed === undefined ? [] : [proposedRecord(proposed)];
    }),
  };
};

export const streamNameOf = (identifier: shared.StreamIdentifier | undefined): string =>
  Buffer.from(identifier?.getStreamName_asU8() ?? []).toString();

const expectedOf = (options: TargetOptions | undefined): Expected => {
  if (options?.hasRevision()) return BigInt(options.getRevision());
  if (options?.hasNoStream()) return 'no-stream';
  return options?.hasStreamExists() ? 'stream-exists' : 'any';
};

const proposedRecord = (proposed: streams.AppendReq.ProposedMessage): ProposedRecord => ({
  id: proposed.getId()?.getString() ?? randomUUID(),
  type: proposed.getMetadataMap().get('type') ?? '',
  contentType: proposed.getMetadataMap().get('content-type') ?? 'application/octet-stream',
  data: proposed.getData_asU8(),
  metadata: proposed.getCustomMetadata_asU8(),
});

type Decided = Extract<AppendAnswer, { outcome: 'written' | 'wrong-version' }>;

export const appendReply = (answer: Decided, expected: Expected): streams.AppendResp => {
  if (answer.outcome === 'wrong-version') return wrongVersionReply(answer.current, expected);
  const position = new streams.AppendResp.Position()
    .setCommitPosition(String(answer.position))
    .setPreparePosition(String(answer.position));
  return new streams.AppendResp().setSuccess(
    new streams.AppendResp.Success().setCurrentRevision(String(answer.revision)).setPosition(position),
  );
};

const wrongVersionReply = (current: bigint | undefined, expected: Expected): streams.AppendResp => {
  const wrong = new streams.AppendResp.WrongExpectedVersion();
  if (current === undefined) wrong.setCurrentNoStream(new shared.Empty());
  else wrong.setCurrentRevision(String(current));
  if (typeof expected === 'bigint') wrong.setExpectedRevision(String(expected));
  else if (expected === 'no-stream') wrong.setExpectedNoStream(new shared.Empty());
  else if (expected === 'any') wrong.setExpectedAny(new shared.Empty());
  else wrong.setExpectedStreamExists(new shared.Empty());
  return new streams.AppendResp().setWrongExpectedVersion(wrong);
};

/** Returns a record as a reply. With links resolved, there is no record where the link leads nowhere. */
export const eventReply = (record: LogRecord | undefined, link?: LogRecord): streams.ReadResp => {
  const event = new streams.ReadResp.ReadEvent();
  if (record !== undefined) event.setEvent(recordedEvent(record));
  if (link !== undefined) event.setLink(recordedEvent(link));
  event.setCommitPosition(String((link ?? record)?.position));
  return new streams.ReadResp().setEvent(event);
};

const recordedEvent = (record: LogRecord): streams.ReadResp.ReadEvent.RecordedEvent => {
  const event = new streams.ReadResp.ReadEvent.RecordedEvent()
    .setId(new shared.UUID().setString(record.id))
    .setStreamIdentifier(identifierOf(record.stream))
    .setStreamRevision(String(record.revision))
    .setPreparePosition(String(record.position))
    .setCommitPosition(String(record.position))
    .setData(record.data)
    .setCustomMetadata(record.metadata);
  event
    .getMetadataMap()
    .set('type', record.type)
    .set('content-type', record.contentType)
    .set('created', String(BigInt(record.createdMs) * 10_000n));
  return event;
};

const identifierOf = (stream: string): shared.StreamIdentifier =>
  new shared.StreamIdentifier().setStreamName(Buffer.from(stream));

export const streamNotFoundReply = (stream: string): streams.ReadResp =>
  new streams.ReadResp().setStreamNotFound(
    new streams.ReadResp.StreamNotFound().setStreamIdentifier(identifierOf(stream)),
  );

export const confirmationReply = (): streams.ReadResp =>
  new streams.ReadResp().setConfirmation(
    new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId(randomUUID()),
  );

export const caughtUpReply = (): streams.ReadResp =>
  new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp());

export const checkpointReply = (position: bigint): streams.ReadResp =>
  new streams.ReadResp().setCheckpoint(
    new streams.ReadResp.Checkpoint()
      .setCommitPosition(String(position))
      .setPreparePosition(String(position)),
  );
