import { disputeStream } from '#libs/disputes';
import type { RowSubjects } from '#libs/read-store';

/** By their names: a read model whose rows belong to a dispute has these columns, and needs nothing else to be compared. */
export const rowSubjects: RowSubjects = {
  columns: ['tenant', 'dispute_id'],
  of: ({ tenant, dispute_id: disputeId, revision }) => {
    if (typeof tenant !== 'string' || typeof disputeId !== 'string') return undefined;
    const stream = disputeStream(tenant, disputeId);
    return typeof revision === 'number' ? { stream, revision: BigInt(revision) } : { stream };
  },
};
