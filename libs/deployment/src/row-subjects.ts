import { disputeStream } from '#libs/disputes';
import type { RowSubject, RowSubjects } from '#libs/read-store';

/**
 * By their names: a read model whose rows belong to a dispute has these columns, or names the stream, and needs nothing
 * else to be compared.
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
