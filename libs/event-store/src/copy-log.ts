import { setTimeout as pause } from 'node:timers/promises';
import { canonicalJson } from '#libs/kernel';
import {
  type AppendOutcome,
  type EventStore,
  type NewEvent,
  type RecordedEvent,
  StoreUnavailableError,
} from './event-store.js';
import { limits } from './limits.js';

/** The two logs do not hold the same events in the same order. The message names the first that differs. */
export class CopyMismatchError extends Error {}

export interface CopyProgress {
  readonly phase: 'comparing' | 'copying' | 'verifying';
  readonly events: number;
}

export interface CopyResult {
  /** Events that the target did not have. */
  readonly copied: number;
  /** Events that were compared, one by one, when all were there. */
  readonly verified: number;
}

interface Copying {
  readonly source: EventStore;
  readonly target: EventStore;
  readonly onProgress: (progress: CopyProgress) => void;
}

/**
 * Copies a log with its order, ids, data, metadata and revisions; positions are the target's own. What the target
 * has must be the beginning of the source, so a copy that was interrupted goes on where it was, and a log of other
 * events is left alone. In the end both are read again and compared event by event.
 *
 * @throws CopyMismatchError when the target has something else, or somebody else writes to it.
 * @throws StoreUnavailableError when one of the stores cannot be reached; start the copy again.
 */
export const copyLog = async (copying: Copying): Promise<CopyResult> => {
  const { events: had, last } = await compare(copying, 'comparing');
  const copied = await copyAfter(copying, last?.position ?? 0n);
  const { events: verified } = await compare(copying, 'verifying');
  if (verified !== had + copied)
    throw new CopyMismatchError(`${had + copied} events were copied, but the target has ${verified}.`);
  return { copied, verified };
};

/** How many events the target has, and the last of them in the source. */
const compare = async (
  { source, target, onProgress }: Copying,
  phase: CopyProgress['phase'],
): Promise<{ readonly events: number; readonly last: RecordedEvent | undefined }> => {
  const originals = eventsOf(source);
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

const copyAfter = async ({ source, target, onProgress }: Copying, position: bigint): Promise<number> => {
  let events = 0;
  for await (const page of source.readAll({ after: position }))
    for (const run of runsOf(page.events)) {
      await append(target, run);
      events += run.length;
      onProgress({ phase: 'copying', events });
    }
  return events;
};

/** Events of one stream that follow each other in the log, as many as one append takes. */
const runsOf = function* (events: readonly RecordedEvent[]): Generator<readonly RecordedEvent[]> {
  let run: RecordedEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    const size = Buffer.byteLength(JSON.stringify([event.data, event.metadata]));
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
    throw new CopyMismatchError(`Somebody else has written to ${stream} of the target.`);
};

/** An append whose outcome is not known is sent again: its ids make it the same one. */
const settled = async (send: () => Promise<AppendOutcome>): Promise<AppendOutcome> => {
  for (let attempt = 0; attempt <= limits.maxCopyRetries; attempt += 1) {
    const outcome = await send().catch((error: unknown) => {
      if (error instanceof StoreUnavailableError && attempt < limits.maxCopyRetries) return undefined;
      throw error;
    });
    if (outcome !== undefined && outcome.outcome !== 'unknown') return outcome;
    await pause(limits.copyRetryMs);
  }
  throw new StoreUnavailableError('The target does not say whether it took an event.');
};

const eventsOf = async function* (store: EventStore): AsyncGenerator<RecordedEvent, undefined> {
  for await (const { events } of store.readAll()) yield* events;
};

const fingerprint = ({ id, stream, revision, type, data, metadata }: RecordedEvent): string =>
  canonicalJson([id, stream, String(revision), type, data, metadata]);
