import { canonicalJson, type JsonObject, onOneLine } from '#libs/kernel';
import { type Files, tarOf } from './archive.js';
import { bundleNameOf } from './bundle-name.js';
import { chainAfter, type ChainedEvent, leafText, NO_CHAIN, prevHashIn, prevHashOf } from './leaf.js';
import { hexOf, type Primitives } from './primitives.js';
import { tlogProofText } from './tlog-proof.js';

const BUNDLE_FORMAT = 'dispute-ledger-bundle/v1';

/** The names of the files in a bundle. */
export const bundleFiles = {
  about: 'about.json',
  events: 'events.jsonl',
  checkpoint: 'checkpoint',
  keys: 'keys',
  consistency: 'consistency.json',
  page: 'dispute.html',
  verifier: 'verify.mjs',
  manifest: 'MANIFEST',
  restores: 'restores.jsonl',
  leaf: (revision: bigint | number): string => `leaves/${String(revision).padStart(8, '0')}.json`,
  proof: (revision: bigint | number): string => `proofs/${String(revision).padStart(8, '0')}.tlog-proof`,
  restoreLeaf: (revision: bigint | number): string => `restores/${String(revision).padStart(8, '0')}.json`,
  restoreProof: (revision: bigint | number): string =>
    `restores/${String(revision).padStart(8, '0')}.tlog-proof`,
} as const;

/** An event of the dispute, or a restore of the log, and the proof that it is in the proof log. */
export interface BundledEvent extends ChainedEvent {
  readonly position: bigint;
  /** The index of its leaf in the proof log. */
  readonly index: number;
  /** The inclusion proof in the tree of the bundle's checkpoint, from the leaf's sibling upwards. */
  readonly proof: readonly Uint8Array[];
}

/** What goes into a bundle; docs/proof.md, "The bytes", describes the files. */
export interface BundleContents {
  readonly about: JsonObject;
  /** Every event of the dispute, from revision 0 on. */
  readonly events: readonly BundledEvent[];
  /** Every restore of the log, the oldest first; the newest is the first leaf of the proof log. */
  readonly restores: readonly BundledEvent[];
  /** A signed note over a tree that has a leaf for each of the events. */
  readonly checkpoint: string;
  /** The log's verifying keys in their text form. */
  readonly keys: readonly string[];
  /** The proof that the log grew from `from` leaves to the size of the checkpoint. */
  readonly consistency: { readonly from: number; readonly proof: readonly Uint8Array[] } | undefined;
  /** The HTML of the page for people. */
  readonly page: string;
  /** The source of `verify.mjs`. */
  readonly verifier: string;
}

/**
 * Returns one tar archive with a dispute's events and everything needed to verify them without the ledger, in
 * one folder.
 *
 * @param sign Returns the text as a signed note; called once, with the manifest.
 */
export const bundleOf = (
  primitives: Primitives,
  contents: BundleContents,
  sign: (text: string) => string,
): Uint8Array => {
  const { utf8, base64 } = primitives;
  const { about, events, restores, checkpoint, keys, consistency, page, verifier } = contents;
  const texts = new Map<string, string>([
    [bundleFiles.page, page],
    [bundleFiles.about, `${canonicalJson(about)}\n`],
    [bundleFiles.events, linesOf(events)],
    [bundleFiles.checkpoint, checkpoint],
    [bundleFiles.keys, keys.map((key) => `${key}\n`).join('')],
    [bundleFiles.verifier, verifier],
  ]);
  if (consistency !== undefined) {
    const growth = { from: String(consistency.from), proof: consistency.proof.map(base64) };
    texts.set(bundleFiles.consistency, `${canonicalJson(growth)}\n`);
  }
  let chain = NO_CHAIN;
  for (const event of events) {
    const leaf = leafText(primitives, event, prevHashIn(chain, event));
    texts.set(bundleFiles.leaf(event.revision), leaf);
    texts.set(bundleFiles.proof(event.revision), tlogProofText(primitives, { ...event, checkpoint }));
    chain = chainAfter(chain, event, primitives.sha256Hex(`\0${leaf}`));
  }
  if (restores.length > 0) texts.set(bundleFiles.restores, linesOf(restores));
  for (const event of restores) {
    const leaf = leafText(primitives, event, prevHashOf(event));
    texts.set(bundleFiles.restoreLeaf(event.revision), leaf);
    texts.set(bundleFiles.restoreProof(event.revision), tlogProofText(primitives, { ...event, checkpoint }));
  }
  const files = new Map([...texts].map(([name, text]) => [name, utf8(text)]));
  files.set(bundleFiles.manifest, utf8(sign(manifestText(primitives, files))));
  return tarOf(files, bundleNameOf(about));
};

/**
 * Returns the manifest: a line that names the format, then one line per file as `sha256sum` writes it. No
 * such text parses as a checkpoint, so a signed manifest cannot pass for one.
 */
export const manifestText = ({ sha256 }: Primitives, files: Files): string =>
  [
    BUNDLE_FORMAT,
    ...[...files]
      .filter(([name]) => name !== bundleFiles.manifest)
      .map(([name, content]) => `${hexOf(sha256(content))}  ${name}`),
    '',
  ].join('\n');

const linesOf = (events: readonly BundledEvent[]): string =>
  events.map((event) => `${onOneLine(canonicalJson(storedForm(event)))}\n`).join('');

const storedForm = ({ id, stream, revision, position, type, data, metadata }: BundledEvent): JsonObject => ({
  id,
  stream,
  revision: String(revision),
  position: String(position),
  type,
  data,
  metadata,
});
