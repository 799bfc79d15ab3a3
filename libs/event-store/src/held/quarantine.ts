import { hash } from 'node:crypto';
import { canonicalJson, eventCodec, unchanged } from '#libs/kernel';
import { decodeRecorded } from '../decode-recorded.js';
import type { EventStore, RecordedEvent } from '../event-store.js';
import type { Acceptance } from './acceptance.js';
import type { HeldKind, HeldStream } from './held-stream.js';

/** The stream of the decisions of operators about what the ledger cannot read. */
export const QUARANTINE_STREAM = 'ledgerQuarantine-main';

export const quarantineStreamPrefix = 'ledgerQuarantine-';

/**
 * An operator has decided that an event is passed over, or has seen that a stream was cut. It covers exactly
 * the event with this id and digest at this place, whatever else is put there later.
 */
export type QuarantineAccepted = {
  readonly type: 'QuarantineAccepted';
  readonly data: {
    readonly stream: string;
    readonly kind: HeldKind;
    /** Null for a stream that was cut: nothing of it can be passed over. */
    readonly revision: string | null;
    readonly eventId: string | null;
    readonly position: string | null;
    /** SHA-256 (hex) of the event as it was read; null for a stream that was cut. */
    readonly sha256: string | null;
    /** Why the event cannot be read, in the words of the version that was run. */
    readonly problem: string;
    readonly by: string;
    readonly reason: string;
  };
};

export const quarantineCodec = eventCodec<QuarantineAccepted>()(
  { QuarantineAccepted: 'QuarantineAccepted.v1' },
  {
    'QuarantineAccepted.v1': unchanged<QuarantineAccepted>()(
      'QuarantineAccepted',
      'stream',
      'kind',
      'problem',
      'by',
      'reason',
    ),
  },
);

/** Returns the SHA-256 (hex) of an event as it was read, its place in the log left out. */
export const eventDigest = ({ id, stream, revision, type, data, metadata }: RecordedEvent): string => {
  const event = [id, stream, String(revision), type, data, metadata];
  try {
    return hash('sha256', canonicalJson(event));
  } catch {
    // Canonical JSON has no form for some of what other tools write.
    return hash('sha256', JSON.stringify(event));
  }
};

interface AcceptedEvent {
  readonly digest: string | null;
  readonly eventId: string | null;
  readonly acceptance: Acceptance;
}

/** The decisions of operators that this process knows. */
export class Acceptances {
  private readonly byPlace = new Map<string, AcceptedEvent>();

  /** Reads every decision that the log has. A decision that cannot be read covers nothing. */
  static async read(store: Pick<EventStore, 'readStream'>): Promise<Acceptances> {
    const acceptances = new Acceptances();
    for await (const event of store.readStream(QUARANTINE_STREAM, { direction: 'forwards' }))
      acceptances.take(event);
    return acceptances;
  }

  /** Takes an event of the log. Returns the name of the stream that it decides about, if it does. */
  take(event: RecordedEvent): string | undefined {
    const decided = decisionIn(event);
    if (decided === undefined) return undefined;
    const { stream, kind, revision, sha256, eventId, by, reason, problem } = decided.data;
    const acceptedAt = event.metadata.recordedAt;
    this.byPlace.set(placeOf(stream, kind === 'cut' ? null : revision), {
      digest: sha256,
      eventId,
      acceptance: { by, reason, problem, acceptedAt },
    });
    return stream;
  }

  /** Returns the decision to pass over exactly this event; undefined if there is none. */
  of(event: RecordedEvent): Acceptance | undefined {
    const accepted = this.byPlace.get(placeOf(event.stream, String(event.revision)));
    if (accepted?.eventId !== event.id || accepted.digest !== eventDigest(event)) return undefined;
    return accepted.acceptance;
  }

  /** Returns the decision about what is held back; undefined if there is none. */
  about({ stream, kind, revision, eventId }: HeldStream): Acceptance | undefined {
    if (kind === 'cut') return this.ofCut(stream);
    const accepted = this.byPlace.get(placeOf(stream, revision));
    return accepted?.eventId === eventId ? accepted.acceptance : undefined;
  }

  /** Returns the decision that an operator has seen that the stream was cut; undefined if there is none. */
  ofCut(stream: string): Acceptance | undefined {
    return this.byPlace.get(placeOf(stream, null))?.acceptance;
  }
}

const decisionIn = (event: RecordedEvent): QuarantineAccepted | undefined => {
  if (event.stream !== QUARANTINE_STREAM) return undefined;
  try {
    return decodeRecorded(quarantineCodec, event);
  } catch {
    return undefined;
  }
};

const placeOf = (stream: string, revision: string | null): string => `${revision ?? 'cut'} ${stream}`;
