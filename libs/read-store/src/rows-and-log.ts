import { type EventStore, isInLog, type LogMark, UnknownPositionError } from '#libs/event-store';
import type { Reached } from './checkpoints.js';

/** What a read model has to do with the event log that it is compared with. */
export type RowsAndLog =
  /** It has everything up to its position. */
  | 'same'
  /** The log has its last event, but was cut after that. It may have grown again: the rows may lack events. */
  | 'cut'
  /** The log does not have its last event, or it is not known which event that was. */
  | 'other';

export interface ComparedRows {
  readonly reached: Reached;
  readonly found: RowsAndLog;
}

type Log = Pick<EventStore, 'idAt' | 'headPosition' | 'readAll'>;

/**
 * Looks up in the log what each read model took last, and whether it holds events for it in what was examined
 * after that.
 *
 * @throws StoreUnavailableError when the log is closed or out of reach.
 */
export const compareWithLog = async (
  log: Log,
  reached: readonly Reached[],
): Promise<readonly ComparedRows[]> => {
  const known = new Map<string, RowsAndLog>();
  const compared: ComparedRows[] = [];
  for (const one of reached) {
    // Read models of the same streams are mostly at the same event.
    const key = JSON.stringify([String(one.position), nameOf(one.last), one.model.streamPrefixes]);
    const found = known.get(key) ?? (await compareOne(log, one));
    known.set(key, found);
    compared.push({ reached: one, found });
  }
  return compared;
};

const nameOf = (last: Reached['last']): string =>
  typeof last === 'object' ? `${last.position} ${last.id}` : String(last);

const compareOne = async (log: Log, { model, position, last }: Reached): Promise<RowsAndLog> => {
  if (position === 0n) return 'same';
  if (last === 'unknown') return 'other';
  if (last !== undefined && !(await isInLog(log, last))) return 'other';
  // The head after the position, which was read before: the log only grows meanwhile.
  if ((await log.headPosition()) < position) return 'cut';
  const isWhole = await holdsNothing(
    log,
    { after: last?.position ?? 0n, upTo: position },
    model.streamPrefixes,
  );
  return isWhole ? 'same' : 'cut';
};

const holdsNothing = async (
  log: Log,
  { after, upTo }: { readonly after: bigint; readonly upTo: bigint },
  streamPrefixes: readonly string[],
): Promise<boolean> => {
  if (after >= upTo) return true;
  try {
    for await (const { events, position } of log.readAll({ after, streamPrefixes })) {
      const [first] = events;
      if (first !== undefined) return first.position > upTo;
      if (position >= upTo) return true;
    }
    return true;
  } catch (error) {
    // It became another log since it was asked for the event.
    if (error instanceof UnknownPositionError) return false;
    throw error;
  }
};

/** Returns what an operator has to know of rows that are not those of the log. */
export const describeOther = (
  { model, position, last }: Reached,
  log: { readonly end: bigint; readonly id: string | undefined },
): string => {
  if (last === 'unknown' || last === undefined)
    return `${model.name} is at position ${position}, and does not say which event of the log that is`;
  return `${model.name} has taken the event ${last.id} at position ${last.position}, where the log ${whatIs(last, log)}`;
};

const whatIs = (
  { position }: LogMark,
  { end, id }: { readonly end: bigint; readonly id: string | undefined },
): string => {
  if (id !== undefined) return `has ${id}`;
  return position > end ? `has nothing: it ends at ${end}` : 'has nothing';
};
