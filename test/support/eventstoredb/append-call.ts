import { type ServiceError, status, type StatusObject } from '@grpc/grpc-js';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import type { AppendFault } from './faults.js';
import type { LateRequests } from './late-requests.js';
import type { MemoryLog } from './memory-log.js';
import { type AppendRequest, appendReply } from './messages.js';
import { appendTooBig, notReady, streamDeleted, timedOut, unavailable } from './refusals.js';

export type AppendReply =
  { readonly reply: streams.AppendResp } | { readonly refusal: Partial<StatusObject> };

/** The parts of a node that an append needs. */
export interface AppendingNode {
  readonly log: MemoryLog;
  readonly late: LateRequests;
  notLeader(): ServiceError;
  cutConnections(): void;
}

/** Test code: carries out an append, or lets it meet its fault. Returns the replies, if there are any. */
export const answersTo = (
  node: AppendingNode,
  request: AppendRequest,
  fault: AppendFault | undefined,
): readonly AppendReply[] => {
  const { log, late, notLeader, cutConnections } = node;
  switch (fault) {
    case undefined: {
      const reply = commit(log, request);
      arrive(log, late.takeFor(request.stream));
      return [reply];
    }
    case 'request-lost':
      return [];
    case 'request-late':
      late.hold(request);
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

/** What was sent earlier and arrives now. Nobody waits for its answer any more. */
export const arrive = (log: MemoryLog, requests: readonly AppendRequest[]): void => {
  for (const request of requests) commit(log, request);
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
