import { countedEvent, disputeStream, exportStream, versionedEvent } from '#libs/disputes';
import type { RowSubject, RowSubjects } from '#libs/read-store';

/**
 * Finds the stream of a row by the names of its columns (`stream`, or `tenant` and `dispute_id`), and its
 * event by `position`, `from_position` or `revision`. A read model with these columns needs nothing else for a
 * replay to explain a row that differs.
 */
export const rowSubjects: RowSubjects = {
  columns: ['tenant', 'dispute_id'],
  of: (row) => {
    const { tenant, dispute_id: disputeId, stream: named, revision, type } = row;
    if (typeof named === 'string') return subjectOf(named, { revision });
    if (typeof tenant !== 'string' || typeof disputeId !== 'string') return undefined;
    const isExport = type === 'DisputeExported';
    const stream = isExport ? exportStream(tenant) : disputeStream(tenant, disputeId);
    return subjectOf(stream, { position: row['position'] ?? row['from_position'] });
  },
  locate: async (table, row, rebuilt) => {
    if (table === 'dispute_versions') return versionedEvent(rebuilt, row);
    return table === 'dispute_counts' ? countedEvent(rebuilt, row) : undefined;
  },
};

const subjectOf = (
  stream: string,
  { revision, position }: { readonly revision?: unknown; readonly position?: unknown },
): RowSubject => {
  if (typeof position === 'number') return { stream, position: BigInt(position) };
  return typeof revision === 'number' ? { stream, revision: BigInt(revision) } : { stream };
};
