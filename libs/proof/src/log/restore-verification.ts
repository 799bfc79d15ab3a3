import { isStoresOwn, type RecordedEvent } from '#libs/event-store';
import { nodePrimitives } from '../adapters/node-primitives.js';
import type { Checkpoint } from '../domain/checkpoint.js';
import { ChainVerifier } from '../domain/chain-verifier.js';
import { sameBytes } from '../domain/primitives.js';
import {
  isRestore,
  isRestoredOrigin,
  lossOf,
  originsOf,
  restoreFault,
  restoreOf,
} from '../domain/restore.js';
import { isForged, parseNote, type VerifierKey } from '../domain/signed-note.js';
import type { LogFault } from './log-fault.js';
import type { RecordedRestore } from './restore-stream.js';

/** A restore whose event is as the ledger wrote it. */
export interface CheckedRestore extends RecordedRestore {
  /** Recomputed, as hexadecimal digits. */
  readonly leafHash: string;
}

export const faultOfRestore = ({ id, stream, revision }: RecordedEvent, what: string): LogFault => ({
  what,
  event: { eventId: id, stream, revision: String(revision), what },
});

/**
 * Recomputes the hashes of the stream of restores, and checks that the restores fit one another. Returns
 * those up to the first fault, and that.
 */
export const checkRestores = async (
  events: AsyncIterable<RecordedEvent>,
  trusted: readonly VerifierKey[],
  heldBy: (event: RecordedEvent) => unknown,
): Promise<{ readonly restores: readonly CheckedRestore[]; readonly fault?: LogFault }> => {
  const chain = new ChainVerifier(nodePrimitives);
  const restores: CheckedRestore[] = [];
  for await (const event of events) {
    if (isStoresOwn(event)) {
      chain.pass(event);
      continue;
    }
    const { leafHash, fault } = chain.check(event, { isForeign: heldBy(event) !== undefined });
    if (fault !== undefined) return { restores, fault: { what: fault.what, event: fault } };
    if (!isRestore(event)) continue;
    const restore = restoreOf(event);
    if (restore === undefined) return { restores, fault: faultOfRestore(event, 'it cannot be read') };
    const what = restoreFault(
      restore,
      restores.map((earlier) => earlier.restore),
    );
    if (what !== undefined) return { restores, fault: faultOfRestore(event, what) };
    const note = parseNote(restore.note ?? '');
    if (note !== undefined && isForged(nodePrimitives, note, trusted))
      return { restores, fault: faultOfRestore(event, 'its note was not signed by the key that it names') };
    restores.push({ event, restore, leafHash });
  }
  return { restores };
};

export interface PlacedCheckpoints {
  /** By origin, the oldest first, what the log must reproduce, in ascending order of size. */
  readonly expected: readonly (readonly Checkpoint[])[];
  /** What the log says that it lost of a kept checkpoint. */
  readonly lost: string | undefined;
  readonly fault: LogFault | undefined;
}

/** Finds the origin of each checkpoint, and of those that were kept outside the log whether it lost them. */
export const placeCheckpoints = (
  {
    checkpoints,
    kept = [],
  }: { readonly checkpoints: readonly Checkpoint[]; readonly kept?: readonly Checkpoint[] },
  restored: readonly CheckedRestore[],
): PlacedCheckpoints => {
  const restores = restored.map(({ restore }) => restore);
  const outside = kept.filter(
    (one, at) => ![...checkpoints, ...kept.slice(0, at)].some((other) => isSame(one, other)),
  );
  const losses = outside.map((checkpoint) => ({ checkpoint, loss: lossOf(checkpoint, restores) }));
  const left = losses.filter(({ loss }) => loss === undefined || loss.verdict === 'left');
  const expected = [...checkpoints, ...left.map(({ checkpoint }) => checkpoint)];
  const names = restores.length > 0 ? originsOf(restores) : expected.slice(0, 1).map(({ origin }) => origin);
  const denied = losses.find(({ loss }) => loss?.verdict === 'denied')?.loss?.sentence;
  const what = denied ?? faultOfOrigins(expected, names, restores.length === 0);
  return {
    expected: (names.length === 0 ? [''] : names).map((name) =>
      expected.filter(({ origin }) => origin === name).sort((a, b) => a.size - b.size),
    ),
    lost: losses.find(({ loss }) => loss?.verdict === 'lost')?.loss?.sentence,
    fault: what === undefined ? undefined : { what },
  };
};

const faultOfOrigins = (
  checkpoints: readonly Checkpoint[],
  names: readonly string[],
  isFirstOrigin: boolean,
): string | undefined => {
  const orphan = checkpoints.find(
    ({ origin }) => isRestoredOrigin(origin) && (isFirstOrigin || !names.includes(origin)),
  );
  if (orphan !== undefined)
    return `a checkpoint of the origin ${orphan.origin} was signed, and the log does not have the restore that began it`;
  const stranger = checkpoints.find(({ origin }) => !names.includes(origin));
  return stranger && `the checkpoints belong to different logs: ${[...names, stranger.origin].join(', ')}`;
};

const isSame = (one: Checkpoint, other: Checkpoint): boolean =>
  one.origin === other.origin && one.size === other.size && sameBytes(one.root, other.root);
