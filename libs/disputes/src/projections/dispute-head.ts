import type { Warning } from '../domain/odr/arbitration-report.js';
import type { RecordedDisputeEvent } from './recorded-dispute-event.js';

/** The words that every kind of dispute shares, beside its own vendor's. */
export type NormalisedStatus =
  'open' | 'in-progress' | 'awaiting-party' | 'escalated' | 'resolved' | 'withdrawn';

/** What every dispute shows, whatever its scheme. Positions and revisions are decimal text. */
export interface DisputeHead {
  readonly tenant: string;
  readonly disputeId: string;
  readonly status: NormalisedStatus;
  /** The scheme's own word for where the dispute stands; null where the scheme tells none. */
  readonly stage: string | null;
  readonly openedAt: string;
  readonly openedPosition: string;
  readonly updatedAt: string;
  readonly revision: string;
  readonly position: string;
  readonly warnings: readonly Warning[];
}

/** The head of a dispute that the event made known. */
export const openedHead = (
  recorded: RecordedDisputeEvent,
): Pick<
  DisputeHead,
  'tenant' | 'disputeId' | 'openedAt' | 'openedPosition' | keyof ReturnType<typeof movedHead>
> => ({
  tenant: recorded.tenant,
  disputeId: recorded.disputeId,
  openedAt: recorded.recordedAt,
  openedPosition: String(recorded.position),
  ...movedHead(recorded),
});

/** What every event moves on. */
export const movedHead = ({
  recordedAt,
  revision,
  position,
}: RecordedDisputeEvent): Pick<DisputeHead, 'updatedAt' | 'revision' | 'position'> => ({
  updatedAt: recordedAt,
  revision: String(revision),
  position: String(position),
});
