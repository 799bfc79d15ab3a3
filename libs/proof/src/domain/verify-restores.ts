import { bundleFiles } from './bundle.js';
import type { EventFault } from './chain-verifier.js';
import type { Checkpoint } from './checkpoint.js';
import { type ChainedEvent, leafHashOf, leafText, prevHashOf } from './leaf.js';
import { RESTORE_STREAM } from './log-restored.js';
import { isIncluded } from './merkle.js';
import { bytesOfHex, type Primitives, sameBytes } from './primitives.js';
import { isRestoredOrigin, type Restore, restoreFault, restoreOf } from './restore.js';
import { isForged, parseNote, type VerifierKey } from './signed-note.js';
import { parseTlogProof } from './tlog-proof.js';

/** The restores in a bundle, and what they are checked against. */
export interface RestoresToVerify {
  /** One for each line of the file, the oldest first; undefined for a line that is no event. */
  readonly events: readonly (ChainedEvent | undefined)[];
  readonly file: (name: string) => Uint8Array | undefined;
  /** Throws where there is no such file. */
  readonly text: (name: string) => string;
  readonly checkpoint: Checkpoint;
  readonly trusted: readonly VerifierKey[];
}

/** As a claim about one of the restores. */
interface Claim extends RestoresToVerify {
  readonly isNewest: boolean;
}

export interface VerifiedRestores {
  readonly restores: readonly Restore[];
  /** The first thing that is wrong. */
  readonly problem?: { readonly what: string; readonly event?: EventFault };
}

/**
 * Checks the restores of a bundle: the newest must be the first leaf of the origin that it began, and name
 * all the others. An origin that began with a restore has that in its name, so none can be left out.
 */
export const restoresIn = (primitives: Primitives, claim: RestoresToVerify): VerifiedRestores => {
  const restores: Restore[] = [];
  for (const [line, event] of claim.events.entries()) {
    const restore = event && restoreOf(event);
    if (event === undefined || restore === undefined)
      return { restores, problem: { what: `line ${line + 1} of ${bundleFiles.restores} is not a restore` } };
    const isNewest = line === claim.events.length - 1;
    const what =
      faultOfEvent(primitives, event, { ...claim, isNewest }) ??
      restoreFault(restore, restores) ??
      faultOfNote(primitives, restore, claim.trusted);
    if (what !== undefined) return { restores, problem: { what, event: faultAt(event, what) } };
    restores.push(restore);
  }
  const what = faultOfOrigin(claim.checkpoint, restores.at(-1));
  return what === undefined ? { restores } : { restores, problem: { what } };
};

const faultOfOrigin = ({ origin }: Checkpoint, newest: Restore | undefined): string | undefined => {
  if (newest === undefined)
    return isRestoredOrigin(origin)
      ? `the origin ${origin} began with a restore, which the bundle lacks`
      : undefined;
  return newest.origin === origin
    ? undefined
    : `the newest restore began the origin ${newest.origin}, but the checkpoint is of ${origin}`;
};

const faultAt = ({ id, stream, revision }: ChainedEvent, what: string): EventFault => ({
  eventId: id,
  stream,
  revision: String(revision),
  what: `a restore of the log: ${what}`,
});

const faultOfEvent = (primitives: Primitives, event: ChainedEvent, claim: Claim): string | undefined => {
  const { revision, stream, metadata } = event;
  if (stream !== RESTORE_STREAM) return 'it belongs to another stream';
  const leafHash = leafHashOf(primitives, event, prevHashOf(event));
  if (metadata['hash'] !== leafHash) return 'its content does not match its hash';
  const leaf = claim.file(bundleFiles.restoreLeaf(revision));
  const expected = primitives.utf8(leafText(primitives, event, prevHashOf(event)));
  if (leaf === undefined || !sameBytes(leaf, expected))
    return 'its leaf file is missing or does not match its content';
  return faultOfPlace(primitives, { revision, leafHash }, claim);
};

const faultOfPlace = (
  primitives: Primitives,
  leaf: { readonly revision: bigint; readonly leafHash: string },
  { text, checkpoint, isNewest }: Claim,
): string | undefined => {
  const proof = parseTlogProof(text(bundleFiles.restoreProof(leaf.revision)));
  if (proof?.checkpoint !== text(bundleFiles.checkpoint))
    return 'its proof cannot be read, or is for another checkpoint';
  if ((proof.index === 0) !== isNewest)
    return isNewest ? 'it is not the first leaf of the proof log' : 'it is the first leaf of the proof log';
  const leafHash = bytesOfHex(leaf.leafHash) ?? new Uint8Array();
  return isIncluded(primitives, { ...checkpoint, ...proof, leafHash })
    ? undefined
    : 'its proof does not lead to the root of the checkpoint';
};

const faultOfNote = (
  primitives: Primitives,
  { note: text }: Restore,
  trusted: readonly VerifierKey[],
): string | undefined => {
  const note = parseNote(text ?? '');
  return note !== undefined && isForged(primitives, note, trusted)
    ? 'its note was not signed by the key that it names'
    : undefined;
};
