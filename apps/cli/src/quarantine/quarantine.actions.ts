import { heldByEvent, heldInLog, openEventStore, openReadStore } from '#libs/deployment';
import { type Environment, readEnvironment, SystemClock } from '#libs/environment';
import {
  eventDigest,
  type EventStore,
  type HeldStream,
  newCommandId,
  QUARANTINE_STREAM,
  type QuarantineAccepted,
  quarantineCodec,
  type RecordedEvent,
  StreamHeldError,
  Transactor,
} from '#libs/event-store';
import { accept as accepted, type Decider } from '#libs/kernel';
import { CommandFailure, type OutputOptions, print, table, UsageError } from '../output.js';

export interface AcceptOptions extends OutputOptions {
  readonly by: string;
  readonly reason: string;
}

interface Place {
  readonly stream: string;
  readonly revision: string;
}

/** The argument that stands for a stream that was cut or deleted. */
const CUT = 'cut';

/** The most characters of who decides, and of why. */
const MAX_TEXT = 1_000;

/** Lists what of the log cannot be read, decided or not. */
export const list = async (options: OutputOptions): Promise<void> => {
  const store = await openEventStore(readEnvironment());
  try {
    const found: HeldStream[] = [];
    for await (const { held } of heldInLog(store)) found.push(held);
    print({ heldBack: found }, textOf(found), options);
  } finally {
    await store.close();
  }
};

/**
 * Records that an operator passes over an event, or knows that a stream was cut.
 *
 * @throws CommandFailure when there is no such event, or it can be read.
 */
export const accept = async (place: Place, options: AcceptOptions): Promise<void> => {
  const { by, reason } = checked(place, options);
  const environment = readEnvironment();
  const store = await openEventStore(environment);
  try {
    const data = await decisionAbout(store, place, environment);
    const decision = { ...data, by, reason };
    await record(store, decision);
    print(decision, sentenceOf(decision), options);
  } finally {
    await store.close();
  }
};

/** @throws UsageError naming the argument that cannot be read. */
const checked = ({ revision }: Place, { by, reason }: AcceptOptions) => {
  if (revision !== CUT && !/^\d{1,15}$/.test(revision))
    throw new UsageError(`The revision must be a number, or ${CUT} for a stream that was cut or deleted.`);
  const given = { by: by.trim(), reason: reason.trim() };
  for (const [option, text] of Object.entries(given))
    if (text === '' || text.length > MAX_TEXT)
      throw new UsageError(`--${option} must have 1 to ${MAX_TEXT} characters.`);
  return given;
};

type About = Omit<QuarantineAccepted['data'], 'by' | 'reason'>;

const decisionAbout = async (
  store: EventStore,
  { stream, revision }: Place,
  environment: Environment,
): Promise<About> => {
  const found = await findEvent(store, { stream, revision });
  if ('problem' in found) return aboutCut(stream, found.problem);
  const { event } = found;
  if (event === undefined) throw new CommandFailure(`${stream} has no revision ${revision}.`);
  const held = heldByEvent(event) ?? (await heldInRows(environment, event));
  if (held === undefined)
    throw new CommandFailure(`Revision ${revision} of ${stream} can be read: there is nothing to decide.`);
  return {
    stream,
    kind: 'unreadable',
    revision,
    eventId: event.id,
    position: String(event.position),
    sha256: eventDigest(event),
    problem: held.reason,
  };
};

const aboutCut = (stream: string, problem: string): About => ({
  stream,
  kind: CUT,
  revision: null,
  eventId: null,
  position: null,
  sha256: null,
  problem,
});

type Found = { readonly event: RecordedEvent | undefined } | { readonly problem: string };

/** Finds the event, or how the stream was cut. */
const findEvent = async (store: EventStore, { stream, revision }: Place): Promise<Found> => {
  try {
    let found: RecordedEvent | undefined;
    for await (const event of store.readStream(stream, { direction: 'forwards' }))
      if (String(event.revision) === revision) found = event;
    if (revision === CUT) throw new CommandFailure(`${stream} was not cut: name the revision of an event.`);
    return { event: found };
  } catch (error) {
    if (!(error instanceof StreamHeldError)) throw error;
    if (revision === CUT) return { problem: error.held.reason };
    throw new CommandFailure(
      `${stream} was cut or deleted (${error.held.reason}), so no event of it can be passed over. To record that you know, give ${CUT} in the place of the revision.`,
    );
  }
};

/** Returns why the rows stop at the event, although it can be read on its own. */
const heldInRows = async (
  environment: Environment,
  event: RecordedEvent,
): Promise<HeldStream | undefined> => {
  const readStore = await openReadStore(environment);
  try {
    const held = await readStore.heldStream(event.stream);
    return held?.eventId === event.id && held.position === String(event.position) ? held : undefined;
  } finally {
    await readStore.close();
  }
};

/** The decisions so far, by what they are about: one is recorded once. */
const decider: Decider<QuarantineAccepted['data'], ReadonlySet<string>, QuarantineAccepted, never> = {
  initial: new Set(),
  decide: (data, known) =>
    known.has(subjectOf(data)) ? accepted() : accepted({ type: 'QuarantineAccepted', data }),
  evolve: (known, { data }) => new Set([...known, subjectOf(data)]),
};

const subjectOf = ({ stream, revision, eventId, sha256 }: QuarantineAccepted['data']): string =>
  JSON.stringify([stream, revision, eventId, sha256]);

const record = async (store: EventStore, data: QuarantineAccepted['data']): Promise<void> => {
  const commandId = newCommandId();
  const context = {
    commandId,
    correlationId: commandId,
    tenant: null,
    actor: { name: data.by },
    credentialId: 'local-operator',
    holder: 'operator',
    authProfile: 'local',
    now: new SystemClock().now().toISOString(),
  };
  const transactor = new Transactor(store, { noun: 'quarantine', decider, codec: quarantineCodec });
  const result = await transactor.transact({ stream: QUARANTINE_STREAM, command: data, context });
  if (result.outcome === 'rejected') throw new CommandFailure(result.message);
};

const sentenceOf = ({ stream, kind, revision, by }: QuarantineAccepted['data']): string =>
  kind === 'cut'
    ? `Recorded that ${by} knows that ${stream} was cut or deleted. It stays closed.`
    : `Revision ${revision ?? ''} of ${stream} is passed over by decision of ${by}.`;

const textOf = (found: readonly HeldStream[]): string =>
  found.length === 0
    ? 'Everything in the log can be read.'
    : table(
        ['stream', 'revision', 'position', 'type', 'since', 'why', 'decided'],
        found.map(({ stream, revision, position, type, since, reason, accepted: decision }) => [
          stream,
          revision ?? CUT,
          position ?? '',
          type ?? '',
          since ?? '',
          reason,
          decision === undefined ? 'no' : `by ${decision.by}: ${decision.reason}`,
        ]),
      );
