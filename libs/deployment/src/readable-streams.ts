import { checkCredentialEvent } from '#libs/access';
import { checkConfigurationEvent } from '#libs/dispute-configuration';
import { checkDisputeEvent, checkDocumentEvent, checkExport, exportStreamPrefix } from '#libs/disputes';
import {
  Acceptances,
  assertLegible,
  checkClaimEvent,
  claimStreamPrefix,
  decodeRecorded,
  type EventStore,
  type HeldStream,
  quarantineCodec,
  quarantineStreamPrefix,
  type RecordedEvent,
  StreamHeldError,
} from '#libs/event-store';
import { checkCheckpointEvent, checkpointStreamPrefix } from '#libs/proof';
import type { ReadStore } from '#libs/read-store';
import { checkReplayEvent, replayStreamPrefix, restoreStreamPrefix } from '#libs/trail';

/** How the events of each kind of stream are read: every stream of the ledger's own is of one of these. */
const READERS: readonly (readonly [prefix: string, check: (event: RecordedEvent) => unknown])[] = [
  ['dispute-', checkDisputeEvent],
  ['disputeConfiguration-', checkConfigurationEvent],
  ['credential-', checkCredentialEvent],
  ['invoiceDocument-', checkDocumentEvent],
  [exportStreamPrefix, checkExport],
  [claimStreamPrefix, checkClaimEvent],
  [checkpointStreamPrefix, checkCheckpointEvent],
  [replayStreamPrefix, checkReplayEvent],
  // A restore of a later version is described by its name.
  [restoreStreamPrefix, assertLegible],
  [quarantineStreamPrefix, (event) => decodeRecorded(quarantineCodec, event)],
];

/** Returns what an event holds back because it cannot be read; undefined for every other event. */
export const heldByEvent = (event: RecordedEvent): HeldStream | undefined => {
  const check = READERS.find(([prefix]) => event.stream.startsWith(prefix))?.[1];
  try {
    check?.(event);
    return undefined;
  } catch (error) {
    if (error instanceof StreamHeldError) return error.held;
    throw error;
  }
};

/** What the log has that cannot be read: each event, or each record that cuts a stream, with its decision. */
export interface HeldInLog {
  readonly held: HeldStream;
  readonly event: RecordedEvent;
}

/** Returns a function like `heldByEvent` that also knows what operators have decided by now. */
export const heldReader = async (
  store: EventStore,
): Promise<(event: RecordedEvent) => HeldStream | undefined> => {
  const accepted = await Acceptances.read(store);
  return (event) => {
    const held = heldByEvent(event);
    if (held === undefined) return undefined;
    const decision = held.kind === 'cut' ? accepted.ofCut(held.stream) : accepted.of(event);
    return decision === undefined ? held : { ...held, accepted: decision };
  };
};

/** Reads the log, and yields what of it cannot be read, decided or not. By default it reads every stream. */
export async function* heldInLog(
  store: EventStore,
  isWanted: (prefix: string) => boolean = () => true,
): AsyncGenerator<HeldInLog> {
  const heldBy = await heldReader(store);
  const streamPrefixes = READERS.map(([prefix]) => prefix).filter(isWanted);
  for await (const { events } of store.readAll({ streamPrefixes }))
    for (const event of events) {
      const held = heldBy(event);
      if (held !== undefined) yield { event, held };
    }
}

/** Returns the streams that the rows hold back, without those about which an operator has decided. */
export const undecidedHeld = async (
  store: EventStore,
  readStore: ReadStore,
): Promise<readonly HeldStream[]> => {
  const held = await readStore.held();
  if (held.length === 0) return [];
  const accepted = await Acceptances.read(store);
  return held.filter((stream) => accepted.about(stream) === undefined);
};
