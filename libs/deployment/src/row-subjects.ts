import { disputeStream } from '#libs/disputes';
import type { RowSubject, RowSubjects } from '#libs/read-store';

/**
 * Finds the stream of a row by the names of its columns (`stream`, or `tenant` and `dispute_id`), and its
 * event by `revision`. A read model with these columns needs nothing else for a replay to explain a row that
 * differs.
 */
export const rowSubjects: RowSubjects = {
  columns: ['tenant', 'dispute_id'],
  of: ({ tenant, dispute_id: disputeId, stream: named, revision }) => {
    if (typeof named === 'string') return subjectOf(named, revision);
    if (typeof tenant !== 'string' || typeof disputeId !== 'string') return undefined;
    return subjectOf(disputeStream(tenant, disputeId), revision);
  },
};

const subjectOf = (stream: string, revision: unknown): RowSubject =>
  typeof revision === 'number' ? { stream, revision: BigInt(revision) } : { stream };
