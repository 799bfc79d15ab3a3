import { convertToCommandError, ErrorType, isCommandError } from '@eventstore/db-client';

/** What an error of the client means for the call that it ended. */
export type Failure =
  /** The stream is at another revision. */
  | 'conflict'
  | 'no-stream'
  | 'stream-deleted'
  /** What was asked can never be done. */
  | 'bad-request'
  /** Nothing was done, and another attempt may do it. */
  | 'refused'
  /** Done, or not, or not yet. */
  | 'interrupted';

/**
 * One line per class of client error. What no call of ours can meet is `interrupted`, the cautious reading.
 */
const failures: Readonly<Record<ErrorType, Failure>> = {
  [ErrorType.TIMEOUT]: 'interrupted',
  [ErrorType.DEADLINE_EXCEEDED]: 'interrupted',
  [ErrorType.UNAVAILABLE]: 'interrupted',
  [ErrorType.CANCELLED]: 'interrupted',
  [ErrorType.UNKNOWN]: 'interrupted',
  [ErrorType.NOT_LEADER]: 'refused',
  [ErrorType.ACCESS_DENIED]: 'refused',
  [ErrorType.STREAM_NOT_FOUND]: 'no-stream',
  [ErrorType.NO_STREAM]: 'no-stream',
  [ErrorType.STREAM_DELETED]: 'stream-deleted',
  [ErrorType.WRONG_EXPECTED_VERSION]: 'conflict',
  [ErrorType.INVALID_ARGUMENT]: 'bad-request',
  [ErrorType.MAXIMUM_APPEND_SIZE_EXCEEDED]: 'bad-request',
  [ErrorType.MISSING_REQUIRED_METADATA_PROPERTY]: 'bad-request',
  [ErrorType.UNSUPPORTED]: 'bad-request',
  [ErrorType.NOT_FOUND]: 'interrupted',
  [ErrorType.INVALID_TRANSACTION]: 'interrupted',
  [ErrorType.SCAVENGE_NOT_FOUND]: 'interrupted',
  [ErrorType.PERSISTENT_SUBSCRIPTION_FAILED]: 'interrupted',
  [ErrorType.PERSISTENT_SUBSCRIPTION_DOES_NOT_EXIST]: 'interrupted',
  [ErrorType.PERSISTENT_SUBSCRIPTION_EXISTS]: 'interrupted',
  [ErrorType.PERSISTENT_SUBSCRIPTION_DROPPED]: 'interrupted',
  [ErrorType.MAXIMUM_SUBSCRIBERS_REACHED]: 'interrupted',
  [ErrorType.USER_NOT_FOUND]: 'interrupted',
  [ErrorType.USER_CONFLICT]: 'interrupted',
};

/** The store did not answer in time: the outcome of the call is unknown. */
export class CallTimeoutError extends Error {
  constructor() {
    super('The event store did not answer in time.');
  }
}

/** The client was replaced while it read: what it read may be cut short. */
export class ClientReplacedError extends Error {
  constructor() {
    super('The client of the event store was replaced during a read.');
  }
}

/** No node was found in time, so nothing was sent. */
export class NoNodeError extends Error {
  constructor() {
    super('No node of the event store was found in time.');
  }
}

/**
 * How grpc-js and the client say that a call was never sent. Any other wording leaves its outcome unknown.
 */
const NEVER_SENT =
  /Failed to discover|No connection established|Name resolution failed|Channel closed before call started|[Ww]aiting for (LB pick|name resolution)/;

/**
 * gRPC's code for a request that can never succeed, such as a read from a position where no record begins.
 */
const GRPC_INVALID_ARGUMENT = 3;

/** How the server says that no record begins where a read of the log is to start. It has no code of its own. */
const NO_RECORD = 'Unexpected ReadAllResult: InvalidPosition';

/** Returns what an error of the client means; one that is not known is `interrupted`. */
export const failureOf = (error: unknown): Failure => {
  if (!(error instanceof Error)) return 'interrupted';
  if (error instanceof NoNodeError || NEVER_SENT.test(error.message)) return 'refused';
  if (error.message.includes(NO_RECORD)) return 'bad-request';
  const known = convertToCommandError(error);
  if (!isCommandError(known)) return 'interrupted';
  return Number(known.code) === GRPC_INVALID_ARGUMENT ? 'bad-request' : failures[known.type];
};

/**
 * Returns whether the client could not find a node: parts of it remember that failure and would repeat it.
 */
export const isPoisoned = (error: unknown): boolean =>
  error instanceof Error && error.message.includes('Failed to discover');

export const isTimeout = (error: unknown): boolean =>
  error instanceof CallTimeoutError ||
  error instanceof NoNodeError ||
  (error instanceof Error && isCommandError(error) && error.type === ErrorType.DEADLINE_EXCEEDED);
