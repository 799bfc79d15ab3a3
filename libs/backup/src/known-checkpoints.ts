import { type LogFile, SegmentedLog } from '#libs/event-store';
import {
  type Checkpoint,
  checkpointInNote,
  isRestoredOrigin,
  originsOf,
  type RecordedRestore,
  RestoreStream,
} from '#libs/proof';
import type { OpenedBackup } from './opened-backup.js';

/** A signed checkpoint of the ledger that a restore replaces. */
export interface KnownCheckpoint extends Checkpoint {
  readonly note: string;
  /** The file that it is in. */
  readonly file: string;
  /** Whether a known key signed it. One that was changed proves nothing, but makes a loss likely. */
  readonly isTrusted: boolean;
}

/** The order of origins, as each log that is known tells it. */
export type OriginOrders = readonly (readonly string[])[];

/** Returns the order of origins by the restores in the backup and in the log that it would replace. */
export const originOrders = async (backup: OpenedBackup, log: LogFile | undefined): Promise<OriginOrders> => {
  const store = await SegmentedLog.open(backup.logFiles);
  try {
    const ours = await new RestoreStream(store).all();
    // A damaged log tells nothing.
    const theirs = log === undefined ? [] : await new RestoreStream(log.store()).all().catch(() => []);
    return [ours, theirs].map(originsIn);
  } finally {
    await store.close();
  }
};

export const originsIn = (recorded: readonly RecordedRestore[]): readonly string[] =>
  originsOf(recorded.map(({ restore }) => restore));

/**
 * Orders checkpoints, the newest first: by origin, and within one by size. The sizes of two origins cannot be
 * compared, because one that began with a restore may be the smaller.
 */
export const byAge =
  (orders: OriginOrders) =>
  (one: Checkpoint, other: Checkpoint): number => {
    const [former, latter] = [one, other].map(({ origin }) => ageOf(origin, orders));
    return former === latter ? other.size - one.size : Number(latter) - Number(former);
  };

/** Returns the place of an origin; the last for a restored one that no log knows, and else the first. */
const ageOf = (origin: string, orders: OriginOrders): number => {
  const place = Math.max(-1, ...orders.map((order) => order.indexOf(origin)));
  if (place >= 0) return place;
  return isRestoredOrigin(origin) ? Math.max(0, ...orders.map(({ length }) => length)) : 0;
};

interface KnownHistory {
  readonly checkpoints: readonly KnownCheckpoint[];
  readonly orders: OriginOrders;
}

/** Returns the newest signed checkpoint that is known, of the backup or of the ledger that it would replace. */
export const newestKnown = (
  { note }: OpenedBackup,
  { checkpoints, orders }: KnownHistory,
): (Checkpoint & { readonly note: string }) | undefined => {
  const ours = note === undefined ? undefined : checkpointInNote(note);
  const known = checkpoints.filter(({ isTrusted }) => isTrusted);
  return [...known, ...(note === undefined || ours === undefined ? [] : [{ ...ours, note }])].sort(
    byAge(orders),
  )[0];
};
