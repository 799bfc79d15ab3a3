import { Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { MAX_APPEND_BYTES } from './log-record.js';

/** Test code: returns an error of EventStoreDB, with the trailers by which its client recognises it. */
export const refusal = (
  code: status,
  details: string,
  trailers: Readonly<Record<string, string>> = {},
): ServiceError => {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(trailers)) metadata.set(key, value);
  return Object.assign(new Error(details), { code, details, metadata });
};

export const unavailable = (): ServiceError => refusal(status.UNAVAILABLE, 'The server is unavailable.');

export const notReady = (): ServiceError => refusal(status.UNAVAILABLE, 'Server Is Not Ready');

export const timedOut = (): ServiceError =>
  refusal(status.ABORTED, 'Operation timed out: Commit phase timeout.');

export const slowConsumer = (): ServiceError =>
  refusal(
    status.ABORTED,
    'Operation timed out: Consumer too slow to handle event while live. Client resubscription required.',
  );

export const invalidPosition = (): ServiceError =>
  refusal(status.INVALID_ARGUMENT, 'Trying to read from an invalid position.');

/** The same, as a read of the log says it. */
export const invalidReadPosition = (): ServiceError =>
  refusal(status.UNKNOWN, 'Unexpected ReadAllResult: InvalidPosition');

export const notLeader = (leader: { host: string; port: number }): ServiceError =>
  refusal(status.NOT_FOUND, 'Leader info available', {
    exception: 'not-leader',
    'leader-endpoint-host': leader.host,
    'leader-endpoint-port': String(leader.port),
  });

export const streamDeleted = (stream: string): ServiceError =>
  refusal(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': stream,
  });

export const streamMissing = (stream: string): ServiceError =>
  refusal(status.FAILED_PRECONDITION, `Append failed due to WrongExpectedVersion. Stream: ${stream}`, {
    exception: 'wrong-expected-version',
    'stream-name': stream,
    'expected-version': '-4',
    'actual-version': '-1',
  });

export const appendTooBig = (): ServiceError =>
  refusal(status.INVALID_ARGUMENT, `Maximum Append Size of ${MAX_APPEND_BYTES} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(MAX_APPEND_BYTES),
  });
