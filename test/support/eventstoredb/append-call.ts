import { type ServiceError, status, type StatusObject } from '@grpc/grpc-js';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import type { AppendFault } from './faults.js';
import type { MemoryLog } from './memory-log.js';
import { type AppendRequest, appendReply } from './messages.js';
import { appendTooBig, notReady, streamDeleted, timedOut, unavailable } from './refusals.js';

/** How long after it was sent a late request arrives: longer than any deadline of the tests. */
const LATE_MS = 700;

export type AppendReply =
  { readonly reply: streams.AppendResp } | { readonly refusal: Partial<StatusObject> };

/** The parts of a node that an append needs. */
export interface AppendingNode {
  readonly log: MemoryLog;
  notLeader(): ServiceError;
  cutConnections(): void;
}

/** Test code: carries out an append, or lets it meet its fault. Returns the replies, if there are any. */
export const answersTo = (
  { log, notLeader, cutConnections }: AppendingNode,
  request: AppendRequest,
  fault: AppendFault | undefined,
): readonly AppendReply[] => {
  switch (fault) {
    case undefined:
      return [commit(log, request)];
    case 'request-lost':
      return [];
    case 'request-late':
      setTimeout(() => commit(log, request), LATE_MS).unref();
      return [];
    case 'unavailable':
      return [{ refusal: unavailable() }];
    case 'not-leader':
      return [{ refusal: notLeader() }];
    case 'not-ready':
      return [{ refusal: notReady() }];
    case 'clean-end':
      return [{ refusal: { code: status.OK } }];
    case 'duplicate-reply':
      return [commit(log, request), commit(log, request)];
    case 'reply-lost':
    case 'unavailable-after-commit':
    case 'timed-out-after-commit':
    case 'connection-cut-after-commit':
      commit(log, request);
      if (fault === 'connection-cut-after-commit') cutConnections();
      return afterCommit[fault];
  }
};

const afterCommit = {
  'reply-lost': [],
  'connection-cut-after-commit': [],
  'unavailable-after-commit': [{ refusal: unavailable() }],
  'timed-out-after-commit': [{ refusal: timedOut() }],
};

const commit = (log: MemoryLog, { stream, expected, events }: AppendRequest): AppendReply => {
  const answer = log.append(stream, expected, events);
  if (answer.outcome === 'stream-deleted') return { refusal: streamDeleted(stream) };
  if (answer.outcome === 'too-big') return { refusal: appendTooBig() };
  return { reply: appendReply(answer, expected) };
};
