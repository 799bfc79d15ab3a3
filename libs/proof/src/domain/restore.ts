import { isJsonObject, type JsonObject, type JsonValue } from '#libs/kernel';
import { type Checkpoint, parseCheckpoint } from './checkpoint.js';
import type { ChainedEvent } from './leaf.js';
import { LOG_RESTORED, type LostRestore } from './log-restored.js';
import { bytesOfBase64, isHash, sameBytes } from './primitives.js';
import { parseNote } from './signed-note.js';

/** What an event `LogRestored` says. */
export interface Restore {
  readonly eventId: string;
  readonly recordedAt: string;
  readonly by: string;
  readonly reason: string;
  /** The origin that it began. */
  readonly origin: string;
  /** The newest signed checkpoint of the origin that went before, as far as it was known. */
  readonly lost: Checkpoint;
  /** That checkpoint as a signed note. */
  readonly note: string | undefined;
  /** What the log had of the origin that it continues. */
  readonly kept: Checkpoint;
  readonly earlierRestores: readonly string[];
  readonly lostRestores: readonly LostRestore[];
}

/** Returns whether the event is a restore, whatever it says. */
export const isRestore = ({ type }: Pick<ChainedEvent, 'type'>): boolean => type === LOG_RESTORED;

/** Returns what the event says, or undefined if it is none that the ledger would have written. */
export const restoreOf = ({ id, type, data, metadata }: ChainedEvent): Restore | undefined => {
  const { origin, by, reason, lostNote: note } = data;
  const texts = textsOf({ origin, by, reason, recordedAt: metadata['recordedAt'] });
  const lost = checkpointOf(data['oldOrigin'], data['lostSize'], data['lostRoot']);
  const kept = checkpointOf(data['keptOrigin'], data['keptSize'], data['keptRoot']);
  const others = othersOf(data);
  if (type !== LOG_RESTORED || (note !== undefined && typeof note !== 'string')) return undefined;
  if (texts === undefined || lost === undefined || kept === undefined) return undefined;
  return others && { eventId: id, ...texts, lost, note, kept, ...others };
};

const textsOf = <Name extends string>(
  values: Readonly<Record<Name, JsonValue | undefined>>,
): Readonly<Record<Name, string>> | undefined =>
  Object.values<JsonValue | undefined>(values).every(isText)
    ? (values as Readonly<Record<Name, string>>)
    : undefined;

const othersOf = ({
  earlierRestores,
  lostRestores = [],
}: JsonObject): Pick<Restore, 'earlierRestores' | 'lostRestores'> | undefined =>
  isTextList(earlierRestores) && Array.isArray(lostRestores) && lostRestores.every(isLostRestore)
    ? { earlierRestores, lostRestores }
    : undefined;

const checkpointOf = (
  origin: JsonValue | undefined,
  size: JsonValue | undefined,
  root: JsonValue | undefined,
): Checkpoint | undefined => {
  if (typeof origin !== 'string' || typeof size !== 'string' || typeof root !== 'string') return undefined;
  const hash = bytesOfBase64(root);
  if (!/^(?:0|[1-9]\d{0,14})$/.test(size) || hash === undefined || !isHash(hash)) return undefined;
  return { origin, size: Number(size), root: hash };
};

const isText = (value: JsonValue | undefined): value is string => typeof value === 'string' && value !== '';

const isTextList = (value: JsonValue | undefined): value is string[] =>
  Array.isArray(value) && value.every(isText);

const isLostRestore = (value: JsonValue): value is LostRestore & JsonObject =>
  isJsonObject(value) &&
  ['eventId', 'recordedAt', 'origin', 'by', 'reason'].every((name) => isText(value[name]));

/** The last part of the name of every origin that a restore began. A verifier then knows to ask for it. */
const RESTORED_NAME = /\/restored-[0-9a-f]{8}$/;

/** Returns the name of a new origin. `digits` are eight hexadecimal digits. */
export const restoredOrigin = (host: string, digits: string): string => `${host}/ledger/restored-${digits}`;

/** Returns whether the first leaf of that origin must be a restore. */
export const isRestoredOrigin = (origin: string): boolean => RESTORED_NAME.test(origin);

/**
 * Returns what is wrong with a restore that comes after these, all restores that the log had by then, oldest
 * first; undefined if they fit one another.
 */
export const restoreFault = (restore: Restore, earlier: readonly Restore[]): string | undefined => {
  const before = earlier.at(-1);
  if (restore.earlierRestores.join() !== earlier.map(({ eventId }) => eventId).join())
    return 'the restores before it are not those that it names';
  if (before !== undefined && restore.kept.origin !== before.origin)
    return `it continues the origin ${restore.kept.origin}, but the restore before it began ${before.origin}`;
  if (originsOf([...earlier, restore]).indexOf(restore.origin) !== earlier.length + 1)
    return `the origin ${restore.origin} that it begins is not a new one`;
  if (restore.note !== undefined && !isNoteOf(restore.note, restore.lost))
    return 'its signed note is not of the checkpoint that it says is lost';
  return undefined;
};

const isNoteOf = (note: string, lost: Checkpoint): boolean => {
  const noted = parseCheckpoint(parseNote(note)?.text ?? '');
  return noted?.origin === lost.origin && noted.size === lost.size && sameBytes(noted.root, lost.root);
};

/** Returns the origins of the log in their order, from its first one on. There are none without restores. */
export const originsOf = (restores: readonly Restore[]): string[] => [
  ...restores.slice(0, 1).map(({ kept }) => kept.origin),
  ...restores.map(({ origin }) => origin),
];

/** What the restores say about a checkpoint of an origin that ended. */
export interface Loss {
  /** `left`: the log still has its events. `lost`: it says that it has not. `denied`: more was signed than it says. */
  readonly verdict: 'left' | 'lost' | 'denied';
  readonly sentence: string;
}

/** Returns what the restores say about the checkpoint, or undefined if none of them knows its origin. */
export const lossOf = (checkpoint: Checkpoint, restores: readonly Restore[]): Loss | undefined => {
  const { origin, size } = checkpoint;
  const end =
    restores.find(({ kept }) => kept.origin === origin) ?? restores.find((one) => isLostWith(origin, one));
  if (end === undefined) return undefined;
  const { kept, lost } = end;
  const has = kept.origin === origin ? kept.size : 0;
  if (size <= has)
    return {
      verdict: 'left',
      sentence: `${restoredText(end)}: the first ${has} events of the origin ${origin} are left`,
    };
  if (
    lost.origin === origin &&
    (size > lost.size || (size === lost.size && !sameBytes(checkpoint.root, lost.root)))
  )
    return {
      verdict: 'denied',
      sentence: `${restoredText(end)}, and says that the newest checkpoint of the origin ${origin} was over ${lost.size} events, but another one over ${size} was signed`,
    };
  return {
    verdict: 'lost',
    sentence: `${restoredText(end)}: the events from ${has + 1} to ${size} of the origin ${origin} are lost`,
  };
};

const isLostWith = (origin: string, { lost, lostRestores }: Restore): boolean =>
  lost.origin === origin || lostRestores.some((restore) => restore.origin === origin);

/** A restore, for reports. */
export interface RestoreReport {
  readonly eventId: string;
  readonly recordedAt: string;
  readonly by: string;
  readonly reason: string;
  readonly origin: string;
  readonly oldOrigin: string;
  /** The numbers of the first and the last lost event among the leaves of the old origin; absent if none is. */
  readonly lost?: { readonly from: number; readonly to: number };
  readonly lostRestores?: readonly LostRestore[];
}

export const reportOf = (restore: Restore): RestoreReport => {
  const { eventId, recordedAt, by, reason, origin, lost, lostRestores } = restore;
  const from = leftOf(restore) + 1;
  return {
    eventId,
    recordedAt,
    by,
    reason,
    origin,
    oldOrigin: lost.origin,
    ...(from <= lost.size && { lost: { from, to: lost.size } }),
    ...(lostRestores.length > 0 && { lostRestores }),
  };
};

/** Returns the report as a sentence for people. */
export const restoreSentence = ({
  lost,
  oldOrigin,
  origin,
  lostRestores = [],
  ...report
}: RestoreReport): string =>
  [
    lost === undefined
      ? `${restoredText(report)}: nothing that was signed of the origin ${oldOrigin} is lost`
      : `${restoredText(report)}: the events from ${lost.from} to ${lost.to} of the origin ${oldOrigin} are lost`,
    ...lostRestores.map((one) => `with them the restore on ${one.recordedAt} by ${one.by} (${one.reason})`),
    `the log goes on as the origin ${origin}`,
  ].join('; ');

const leftOf = ({ kept, lost }: Restore): number => (kept.origin === lost.origin ? kept.size : 0);

const restoredText = ({ recordedAt, by, reason }: Pick<Restore, 'recordedAt' | 'by' | 'reason'>): string =>
  `this log was restored on ${recordedAt} by ${by} (${reason})`;
