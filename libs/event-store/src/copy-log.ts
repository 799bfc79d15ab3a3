import { setTimeout as pause } from 'node:timers/promises';
import { canonicalJson } from '#libs/kernel';
import {
  type AppendOutcome,
  type EventStore,
  type LogMark,
  type NewEvent,
  type RecordedEvent,
  StoreUnavailableError,
} from './event-store.js';
import { isInLog } from './last-taken.js';
import { appendProblem } from './append-problem.js';
import { heldBy } from './held/held-event.js';
import type { HeldStream } from './held/held-stream.js';
import { limits } from './limits.js';

/**
 * The target holds other events than the source, or gained some from another writer. The message says where.
 */
export class CopyMismatchError extends Error {}

export interface CopyProgress {
  readonly phase: 'comparing' | 'copying' | 'verifying';
  /** Events that this phase has dealt with so far. */
  readonly events: number;
}

export interface CopyResult {
  /** Events that the target did not have. */
  readonly copied: number;
  /** Events that the comparison at the end found equal in both logs. */
  readonly verified: number;
  /** Streams that were copied up to an event that the target cannot take; absent if there are none. */
  readonly heldBack?: readonly HeldStream[];
}

interface Copying {
  readonly source: EventStore;
  readonly target: EventStore;
  readonly onProgress: (progress: CopyProgress) => void;
  readonly copyable: Copyable;
}

/**
 * Copies a log with its order, ids, data, metadata and revisions; positions are the target's own. The target
 * must be empty or hold the beginning of the source: an interrupted copy resumes where it stopped, and a
 * target with other events is not changed. At the end both logs are read again and compared event by event.
 *
 * @throws CopyMismatchError when the target holds other events, or another writer appends to it meanwhile.
 * @throws StoreUnavailableError when a store cannot be reached; start the copy again to resume it.
 */
export const copyLog = async (asked: Omit<Copying, 'copyable'>): Promise<CopyResult> => {
  const copyable = new Copyable();
  const copying = { ...asked, copyable };
  const { events: had, last } = await compare(copying, 'comparing');
  const copied = await copyAfter(copying, last);
  const { events: verified } = await compare(copying, 'verifying');
  if (verified !== had + copied)
    throw new CopyMismatchError(`${had + copied} events were copied, but the target has ${verified}.`);
  const { held } = copyable;
  return { copied, verified, ...(held.length > 0 && { heldBack: held }) };
};

/**
 * What of the source the target can take. Of a stream with an event that no append may have, as other tools
 * write them, it is what came before that event.
 */
class Copyable {
  private readonly heldFrom = new Map<string, HeldStream>();

  get held(): readonly HeldStream[] {
    return [...this.heldFrom.values()];
  }

  isCopied(event: RecordedEvent): boolean {
    const known = this.heldFrom.get(event.stream);
    if (known !== undefined && event.position >= BigInt(known.position ?? 0)) return false;
    const problem = appendProblem(event.stream, [event], bytesOf(event));
    if (problem === undefined) return true;
    this.heldFrom.set(event.stream, heldBy(event, problem));
    return false;
  }
}

/**
 * Returns how many events the target has, and the last of them as the source has it.
 *
 * @throws CopyMismatchError at the first event that the source does not have at the same place.
 */
const compare = async (
  { source, target, onProgress, copyable }: Copying,
  phase: CopyProgress['phase'],
): Promise<{ readonly events: number; readonly last: RecordedEvent | undefined }> => {
  const originals = eventsOf(source, copyable);
  let events = 0;
  let last: RecordedEvent | undefined;
  try {
    for await (const copy of eventsOf(target)) {
      const { value: original } = await originals.next();
      if (original === undefined || fingerprint(original) !== fingerprint(copy))
        throw new CopyMismatchError(
          `The target has another event at ${copy.stream} revision ${copy.revision} (event ${events + 1} of its log).`,
        );
      last = original;
      events += 1;
      onProgress({ phase, events });
    }
  } finally {
    await originals.return(undefined);
  }
  return { events, last };
};

/** @throws CopyMismatchError when the source no longer has the event with which the target ends. */
const copyAfter = async (
  { source, target, onProgress, copyable }: Copying,
  last: LogMark | undefined,
): Promise<number> => {
  let events = 0;
  if (last !== undefined && !(await isInLog(source, last)))
    throw new CopyMismatchError(
      `The source has become another log: the event ${last.id} is no longer at position ${last.position}.`,
    );
  for await (const page of source.readAll({ after: last?.position ?? 0n }))
    for (const run of runsOf(page.events.filter((event) => copyable.isCopied(event)))) {
      await append(target, run);
      events += run.length;
      onProgress({ phase: 'copying', events });
    }
  return events;
};

/** Splits a page into runs of consecutive events of one stream, none larger than one append may be. */
const runsOf = function* (events: readonly RecordedEvent[]): Generator<readonly RecordedEvent[]> {
  let run: RecordedEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    const size = bytesOf(event);
    const isFull = run.length === limits.maxEventsPerAppend || bytes + size > limits.maxAppendBytes;
    if (run.length > 0 && (isFull || run[0]?.stream !== event.stream)) {
      yield run;
      [run, bytes] = [[], 0];
    }
    run.push(event);
    bytes += size;
  }
  if (run.length > 0) yield run;
};

const append = async (target: EventStore, run: readonly RecordedEvent[]): Promise<void> => {
  const [first] = run;
  if (first === undefined) return;
  const { stream, revision } = first;
  const events = run.map(({ id, type, data, metadata }): NewEvent => ({ id, type, data, metadata }));
  const outcome = await settled(() =>
    target.append(stream, events, revision === 0n ? 'no-stream' : revision - 1n),
  );
  if (outcome.outcome === 'conflict')
    throw new CopyMismatchError(`Another writer has appended to ${stream} of the target.`);
};

/** Sends an append until its outcome is known. The ids of its events make every sending the same append. */
const settled = async (send: () => Promise<AppendOutcome>): Promise<AppendOutcome> => {
  for (let attempt = 0; attempt <= limits.maxCopyRetries; attempt += 1) {
    const outcome = await send().catch((error: unknown) => {
      if (error instanceof StoreUnavailableError && attempt < limits.maxCopyRetries) return undefined;
      throw error;
    });
    if (outcome !== undefined && outcome.outcome !== 'unknown') return outcome;
    await pause(limits.copyRetryMs);
  }
  throw new StoreUnavailableError('The target did not say whether the events were written.');
};

const eventsOf = async function* (
  store: EventStore,
  copyable?: Copyable,
): AsyncGenerator<RecordedEvent, undefined> {
  for await (const { events } of store.readAll())
    yield* copyable === undefined ? events : events.filter((event) => copyable.isCopied(event));
};

const bytesOf = ({ data, metadata }: Pick<RecordedEvent, 'data' | 'metadata'>): number =>
  Buffer.byteLength(JSON.stringify([data, metadata]));

const fingerprint = ({ id, stream, revision, type, data, metadata }: RecordedEvent): string =>
  canonicalJson([id, stream, String(revision), type, data, metadata]);
