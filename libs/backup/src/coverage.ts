import type { EventStore } from '#libs/event-store';
import { type Checkpoint, type LogReport, nodePrimitives, RestoreStream } from '#libs/proof';
import { originsIn } from './known-checkpoints.js';

/**
 * What a log has of a signed checkpoint: all that it covers, not all of it, or as many events that are
 * others. The last is not one log with the checkpoint's.
 */
export type Coverage = 'covered' | 'lacking' | 'forked';

/** A log that verifies by itself. */
interface SoundLog {
  readonly store: EventStore;
  /** The origin of a log that was never restored; null where nothing was signed. */
  readonly origin: string | null;
  /** How many leaves of the proof log it has. */
  readonly leaves: number;
}

/** Returns what a log has of a checkpoint, with which it was verified. */
export const coverageOf = async (
  verdict: LogReport['verdict'],
  checkpoint: Checkpoint,
  { store, origin, leaves }: SoundLog,
): Promise<Coverage> => {
  if (verdict === 'verified') return 'covered';
  // The log says itself that it lost those events.
  if (verdict === 'incomplete') return 'lacking';
  const restores = await new RestoreStream(store).all();
  const current = originsIn(restores).at(-1) ?? origin;
  if (checkpoint.origin === current) return checkpoint.size <= leaves ? 'forked' : 'lacking';
  const isOther = restores.some(
    ({ restore: { kept, lost } }) =>
      (kept.origin === checkpoint.origin && checkpoint.size <= kept.size) || isTwin(lost, checkpoint),
  );
  return isOther ? 'forked' : 'lacking';
};

/** Returns whether both were signed over as many events of one origin, and are not the same. */
const isTwin = (one: Checkpoint, other: Checkpoint): boolean =>
  one.origin === other.origin &&
  one.size === other.size &&
  nodePrimitives.base64(one.root) !== nodePrimitives.base64(other.root);

/** Returns for an operator why a history that was signed twice cannot be restored. */
export const forkedText = ({ file, size, origin }: Checkpoint & { readonly file: string }): string =>
  `The checkpoint in ${file} was signed over ${size} events of ${origin}, and the backup has as many, but others: they are two histories under one key. No loss can be accepted for that. Keep both, and find out which one auditors have: \`ledger verify --checkpoint FILE\`.`;
