import type { PassedOver } from './passed-over.js';
import type { Recording } from './recording.js';

/** Where a dispute stands, in the words that all kinds share. */
export type NormalisedStatus =
  'open' | 'in-progress' | 'awaiting-party' | 'escalated' | 'resolved' | 'withdrawn';

/** What every dispute shows, whatever its kind. Positions and revisions are decimal text. */
export interface DisputeHead {
  readonly tenant: string;
  readonly disputeId: string;
  readonly status: NormalisedStatus;
  /** Where the dispute stands, in the kind's own word; null for a kind without stages. */
  readonly stage: string | null;
  readonly openedAt: string;
  readonly openedPosition: string;
  readonly updatedAt: string;
  readonly revision: string;
  readonly position: string;
  readonly warnings: readonly DisputeWarning[];
  /** The events that an operator decided to go on without; absent if there are none. */
  readonly passedOver?: readonly PassedOver[];
}

/** A contradiction in what was reported. The code is for machines, the message a sentence for people. */
export interface DisputeWarning {
  readonly code: string;
  readonly message: string;
}

/** Returns the head of a dispute that this event made known. */
export const openedHead = (
  recording: Recording,
): Pick<
  DisputeHead,
  'tenant' | 'disputeId' | 'openedAt' | 'openedPosition' | keyof ReturnType<typeof movedHead>
> => ({
  tenant: recording.tenant,
  disputeId: recording.disputeId,
  openedAt: recording.recordedAt,
  openedPosition: String(recording.position),
  ...movedHead(recording),
});

/** Returns the part of the head that every event changes. */
export const movedHead = ({
  recordedAt,
  revision,
  position,
}: Recording): Pick<DisputeHead, 'updatedAt' | 'revision' | 'position'> => ({
  updatedAt: recordedAt,
  revision: String(revision),
  position: String(position),
});
