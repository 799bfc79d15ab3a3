import type { Acceptance } from './acceptance.js';

/** Why a stream is held back: an event in it cannot be read, or events of it are gone. */
export type HeldKind = 'unreadable' | 'cut';

/** Where and why the ledger stopped reading a stream. Revision and position are decimal text. */
export interface HeldStream {
  readonly stream: string;
  readonly kind: HeldKind;
  /** Of the event that cannot be read, or of the first one that is gone; null where that is not known. */
  readonly revision: string | null;
  /** Null where the store has no record that says it. */
  readonly position: string | null;
  readonly type: string | null;
  readonly eventId: string | null;
  readonly reason: string;
  /** When the event says that it was recorded; null if it does not. */
  readonly since: string | null;
  /** What an operator has decided about it; absent where nobody has, or where it is not known here. */
  readonly accepted?: Acceptance;
}

/**
 * A stream that holds an event which this process cannot read, or that lacks events. Nothing can be decided on
 * it or shown of it until an operator has looked; every other stream goes on.
 */
export class StreamHeldError extends Error {
  constructor(
    readonly held: HeldStream,
    message = heldText(held),
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Returns in words which stream is held back, where, and why. */
export const heldText = ({ stream, revision, position, type, reason, accepted }: HeldStream): string => {
  const places = [
    ...(revision === null ? [] : [`revision ${revision}`]),
    ...(position === null ? [] : [`position ${position}`]),
  ];
  const what = type === null ? '' : `${type} at `;
  const decided = accepted === undefined ? '' : ` (accepted by ${accepted.by}: ${accepted.reason})`;
  return `${what}${[stream, ...places].join(', ')}: ${reason}${decided}`;
};
