import type { EventStore, InDoubtError } from '#libs/event-store';
import { CheckedEventStore, type ProofLog } from '#libs/proof';
import { provenStreamPrefixes } from './proven-streams.js';
import { heldByEvent } from './readable-streams.js';

interface Checking {
  /** Undefined in a process without a proof log. */
  readonly proofLog?: ProofLog;
  readonly onDoubt?: (doubt: InDoubtError) => void;
}

/** Returns the store with every event checked when it is read. Only verification reads without. */
export const checkedStore = (store: EventStore, { proofLog, onDoubt }: Checking = {}): EventStore =>
  new CheckedEventStore(
    store,
    {
      streamPrefixes: provenStreamPrefixes,
      isHeld: (event) => heldByEvent(event) !== undefined,
      // A proof log that starts again has another tree.
      ...(proofLog !== undefined && {
        leaves: { leafHashOf: (eventId, position) => proofLog.events.leafHashOf(eventId, position) },
      }),
    },
    onDoubt,
  );
