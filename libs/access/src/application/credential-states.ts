import {
  type Acceptances,
  decodeRecorded,
  readingEvent,
  type RecordedEvent,
  StreamHeldError,
} from '#libs/event-store';
import {
  type Credential,
  credentialCodec,
  credentialDecider,
  type CredentialEvent,
} from '../domain/credential.js';

/** How an event changed a credential. */
export interface CredentialStep {
  readonly stream: string;
  readonly before: Credential;
  readonly after: Credential;
  /** Why the credential is held back from this event on; undefined for an event that can be read. */
  readonly held?: StreamHeldError;
}

/**
 * The credentials, folded from the log in its order. A credential with an event that cannot be read is unknown
 * from there on, and so not valid, until an operator decides to pass the event over.
 */
export class CredentialStates {
  private readonly credentials = new Map<string, Credential>();
  /** By stream, what came from the event on that cannot be read. */
  private readonly held = new Map<
    string,
    { readonly before: Credential; readonly events: RecordedEvent[] }
  >();

  constructor(
    private readonly accepted: Acceptances,
    /** Is told of each event that has its effect. */
    private readonly onEvent: (stream: string, event: CredentialEvent) => void,
  ) {}

  get(stream: string): Credential | undefined {
    return this.credentials.get(stream);
  }

  values(): MapIterator<Credential> {
    return this.credentials.values();
  }

  take(recorded: RecordedEvent): CredentialStep {
    const { stream } = recorded;
    const before = this.credentials.get(stream) ?? credentialDecider.initial;
    const held = this.held.get(stream);
    if (held !== undefined) {
      held.events.push(recorded);
      return { stream, before, after: before };
    }
    try {
      const after = this.evolved(before, recorded);
      this.credentials.set(stream, after);
      return { stream, before, after };
    } catch (error) {
      if (!(error instanceof StreamHeldError)) throw error;
      this.held.set(stream, { before, events: [recorded] });
      this.credentials.set(stream, credentialDecider.initial);
      return { stream, before, after: credentialDecider.initial, held: error };
    }
  }

  /** Takes a decision of an operator. Returns how it changes a credential; undefined if it changes none. */
  decide(decision: RecordedEvent): CredentialStep | undefined {
    const stream = this.accepted.take(decision);
    const held = stream === undefined ? undefined : this.held.get(stream);
    if (stream === undefined || held === undefined) return undefined;
    this.held.delete(stream);
    this.credentials.set(stream, held.before);
    const before = credentialDecider.initial;
    let step: CredentialStep = { stream, before, after: held.before };
    for (const event of held.events) {
      const { after, held: again } = this.take(event);
      step = { stream, before, after, ...(again !== undefined && { held: again }) };
    }
    return step;
  }

  private evolved(before: Credential, recorded: RecordedEvent): Credential {
    try {
      const event = decodeRecorded(credentialCodec, recorded);
      const after = readingEvent(recorded, () => credentialDecider.evolve(before, event));
      readingEvent(recorded, () => this.onEvent(recorded.stream, event));
      return after;
    } catch (error) {
      if (error instanceof StreamHeldError && this.accepted.of(recorded) !== undefined) return before;
      throw error;
    }
  }
}
