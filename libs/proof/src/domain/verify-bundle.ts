import { type Files, filesOfTar, folderOfTar } from './archive.js';
import { bundleNameOf } from './bundle-name.js';
import { bundleFiles, manifestText } from './bundle.js';
import { ChainVerifier, type EventFault } from './chain-verifier.js';
import { type Checkpoint, parseCheckpoint } from './checkpoint.js';
import { atEvent, faultAt, Finding, mismatch } from './finding.js';
import { type ChainedEvent, leafText } from './leaf.js';
import { isConsistent, isIncluded } from './merkle.js';
import { parseEvent, parseObject } from './parsed-event.js';
import { passedOverIn } from './passed-over.js';
import { bytesOfBase64, bytesOfHex, type Primitives, sameBytes } from './primitives.js';
import { lossOf, reportOf, type Restore, type RestoreReport } from './restore.js';
import { isForged, parseNote, signersOf, type VerifierKey } from './signed-note.js';
import { restoresIn } from './verify-restores.js';
import { parseTlogProof } from './tlog-proof.js';

/** A bundle, and what the auditor has from elsewhere to check it against. */
export interface BundleToVerify {
  /** The bytes of the tar file. */
  readonly archive: Uint8Array;
  /**
   * The keys that the auditor trusts, which they got from the operator and not from the bundle. Without any,
   * a bundle is at best `incomplete`.
   */
  readonly trusted: readonly VerifierKey[];
  /** A signed checkpoint that the auditor kept from an earlier verification. */
  readonly kept?: string;
  /** Decodes UTF-8; returns undefined for bytes that are not UTF-8. */
  readonly decode: (bytes: Uint8Array) => string | undefined;
}

export interface BundleReport {
  /**
   * `verified`: every check holds. `mismatch`: something is wrong. `incomplete`: nothing is wrong so far, but
   * a trusted key, a consistency proof or a newer bundle is missing.
   */
  readonly verdict: 'verified' | 'mismatch' | 'incomplete';
  /** The checks that hold, one sentence each. */
  readonly verified: readonly string[];
  /** The first thing that is wrong or missing; absent if verified. */
  readonly problem?: string;
  /** The first bad event, if the problem is in one. */
  readonly event?: EventFault;
  /** Every restore of the log, the oldest first; absent in a log that was never restored. */
  readonly restores?: readonly RestoreReport[];
}

const NEWLINE = 0x0a;

const NO_CONTINUATION = "the bundle's checkpoint is not a continuation of the kept checkpoint";

/**
 * Checks everything that a bundle claims, the events first, so that the report names the first bad one. What
 * a verified bundle proves and what it does not is in docs/proof.md, "What is promised" and "What is not
 * promised".
 */
export const verifyBundle = (primitives: Primitives, bundle: BundleToVerify): BundleReport => {
  const found: Found = { verified: [], restores: [] };
  const { verified } = found;
  const told = (): Pick<BundleReport, 'restores'> =>
    found.restores.length === 0 ? {} : { restores: found.restores.map(reportOf) };
  try {
    new BundleVerification(primitives, bundle, found).run();
    return { verdict: 'verified', verified, ...told() };
  } catch (error) {
    if (!(error instanceof Finding)) throw error;
    const { verdict, message, event } = error;
    return { verdict, verified, problem: message, ...(event !== undefined && { event }), ...told() };
  }
};

/** What a verification has found so far. */
interface Found {
  readonly verified: string[];
  restores: readonly Restore[];
}

class BundleVerification {
  private readonly primitives: Primitives;
  private readonly bundle: BundleToVerify;
  private readonly found: Found;
  private readonly files: Files;

  constructor(primitives: Primitives, bundle: BundleToVerify, found: Found) {
    this.primitives = primitives;
    this.bundle = bundle;
    this.found = found;
    const files = filesOfTar(bundle.archive);
    if (files === undefined)
      throw mismatch('the file is not a bundle, or was changed since the ledger wrote it');
    this.files = files;
  }

  run(): void {
    const checkpoint = this.checkpoint();
    const events = this.linesOf(bundleFiles.events).map((line) =>
      line === undefined ? undefined : parseEvent(line),
    );
    const chain = new ChainVerifier(this.primitives);
    const passedOver = passedOverIn(parseObject(this.text(bundleFiles.about)));
    let next = 0n;
    for (const [index, event] of events.entries()) {
      if (event === undefined) throw mismatch(`line ${index + 1} of ${bundleFiles.events} is not an event`);
      // What the event store itself wrote is no leaf, and so no line.
      for (; next < event.revision && passedOver.has(String(next)); next += 1n)
        chain.pass({ stream: event.stream, revision: next });
      next = event.revision + 1n;
      this.checkEvent(event, { chain, checkpoint, isForeign: passedOver.has(String(event.revision)) });
    }
    this.found.verified.push(
      `${events.length} events: content, hashes, chain, and inclusion in the proof log`,
    );
    for (const [revision, { by, reason }] of passedOver)
      this.found.verified.push(
        `revision ${revision} was passed over by decision of ${by}, as about.json says: ${reason}`,
      );
    this.checkRestores(checkpoint);
    this.checkAbout(events.filter((event) => event !== undefined));
    this.checkManifest();
    this.checkSignature(checkpoint);
    this.checkKept(checkpoint);
  }

  /** Decodes each line on its own, so that bytes that are not UTF-8 are reported with their line number. */
  private linesOf(file: string): (string | undefined)[] {
    const content = this.files.get(file) ?? new Uint8Array();
    const lines: (string | undefined)[] = [];
    for (let start = 0, end = content.indexOf(NEWLINE); end !== -1; end = content.indexOf(NEWLINE, start)) {
      lines.push(this.bundle.decode(content.subarray(start, end)));
      start = end + 1;
    }
    return lines;
  }

  private checkEvent(
    event: ChainedEvent,
    place: { chain: ChainVerifier; checkpoint: Checkpoint; isForeign: boolean },
  ): void {
    const { id, stream, revision } = event;
    const wrong = (what: string): Finding =>
      atEvent({ eventId: id, stream, revision: String(revision), what });
    const { leafHash, prevHash, fault } = place.chain.check(event, place);
    const leafFile = this.files.get(bundleFiles.leaf(revision));
    const leaf = this.primitives.utf8(leafText(this.primitives, event, prevHash));
    if (fault !== undefined) throw atEvent(fault);
    if (leafFile === undefined || !sameBytes(leafFile, leaf))
      throw wrong('its leaf file is missing or does not match its content');
    const proof = parseTlogProof(this.text(bundleFiles.proof(revision), wrong));
    if (proof?.checkpoint !== this.text(bundleFiles.checkpoint))
      throw wrong('its proof cannot be read, or is for another checkpoint');
    const claim = { ...place.checkpoint, ...proof, leafHash: bytesOfHex(leafHash) ?? new Uint8Array() };
    if (!isIncluded(this.primitives, claim))
      throw wrong('its proof does not lead to the root of the checkpoint');
  }

  private checkpoint(): Checkpoint {
    const checkpoint = parseCheckpoint(parseNote(this.text(bundleFiles.checkpoint))?.text ?? '');
    if (checkpoint === undefined) throw mismatch('the checkpoint cannot be read');
    return checkpoint;
  }

  /** Checks the restores that the log had, above all the one with which the origin of the checkpoint begins. */
  private checkRestores(checkpoint: Checkpoint): void {
    const { restores, problem } = restoresIn(this.primitives, {
      events: this.linesOf(bundleFiles.restores).map((line) => parseEvent(line ?? '')),
      file: (name) => this.files.get(name),
      text: (name) => this.text(name),
      checkpoint,
      trusted: this.bundle.trusted,
    });
    if (problem !== undefined)
      throw problem.event === undefined ? mismatch(problem.what) : atEvent(problem.event);
    if (restores.length === 0) return;
    this.found.restores = restores;
    this.found.verified.push(`${restores.length} restores of the log: content, and place in the proof log`);
  }

  private checkManifest(): void {
    const expected = manifestText(this.primitives, this.files).split('\n');
    const note = parseNote(this.text(bundleFiles.manifest));
    if (note === undefined) throw mismatch('the manifest cannot be read');
    const lines = note.text.split('\n');
    const wrong = expected.find((line, index) => line !== lines[index]);
    if (wrong !== undefined || lines.length !== expected.length)
      throw mismatch(`the manifest does not match the files: ${wrong ?? 'it lists more than there are'}`);
    this.found.verified.push(`the manifest: ${this.files.size} files, none changed`);
  }

  /**
   * Checks the stream, the number of events and the folder against `about.json`. If that file was changed with them, the
   * manifest or its signature shows it, unless somebody with the signing key signed it again (docs/proof.md,
   * "What is not promised").
   */
  private checkAbout(events: readonly ChainedEvent[]): void {
    const about = parseObject(this.text(bundleFiles.about)) ?? {};
    const { stream, events: count } = about;
    if (typeof stream !== 'string' || typeof count !== 'number') throw mismatch('about.json cannot be read');
    const folder = folderOfTar(this.bundle.archive);
    if (folder !== '' && folder !== bundleNameOf(about))
      throw mismatch(`the folder ${folder} does not belong to the dispute in about.json`);
    const stray = events.find((event) => event.stream !== stream);
    if (stray !== undefined) throw atEvent(faultAt(stray, 'it belongs to another dispute'));
    if (count !== events.length)
      throw atEvent({
        eventId: '',
        stream,
        revision: String(Math.min(count, events.length)),
        what: `about.json says ${count} events, but the bundle has ${events.length}`,
      });
  }

  private checkSignature({ origin }: Checkpoint): void {
    const { trusted } = this.bundle;
    if (trusted.length === 0)
      throw new Finding(
        'incomplete',
        "no key is trusted: the bundle is consistent in itself, but anybody could make such a bundle. Pass --trust with a key that you got from the ledger's operator.",
      );
    for (const name of [bundleFiles.checkpoint, bundleFiles.manifest]) {
      const note = parseNote(this.text(name));
      // A key has the name of its log: that of an origin that ended signs no other.
      const signers = note === undefined ? [] : signersOf(this.primitives, note, trusted);
      if (!signers.some((signer) => signer.name === origin))
        throw mismatch(
          `no trusted key signed the ${name === bundleFiles.manifest ? 'manifest' : 'checkpoint'}`,
        );
    }
    this.found.verified.push('the checkpoint and the manifest: signed by a trusted key');
  }

  private checkKept(current: Checkpoint): void {
    if (this.bundle.kept === undefined) return;
    const kept = this.keptCheckpoint(this.bundle.kept);
    if (kept.origin !== current.origin) throw this.acrossRestore(kept);
    if (kept.size > current.size)
      throw new Finding(
        'incomplete',
        `the kept checkpoint covers ${kept.size} events, the bundle's only ${current.size}: ask for a new export`,
      );
    const proof = kept.size === current.size ? [] : this.growthFrom(kept.size);
    const sizes = { size1: kept.size, size2: current.size, root1: kept.root, root2: current.root };
    if (!isConsistent(this.primitives, { ...sizes, proof })) throw mismatch(NO_CONTINUATION);
    this.found.verified.push(`consistency with the kept checkpoint over ${kept.size} events`);
  }

  private keptCheckpoint(text: string): Checkpoint {
    const note = parseNote(text);
    const kept = parseCheckpoint(note?.text ?? '');
    const { trusted } = this.bundle;
    const signers = note === undefined ? [] : signersOf(this.primitives, note, trusted);
    if (kept !== undefined && signers.some(({ name }) => name === kept.origin)) return kept;
    // A checkpoint from before a restore was signed by another key, of which the auditor may not have thought.
    const isOfEnded = kept !== undefined && lossOf(kept, this.found.restores) !== undefined;
    if (isOfEnded && note !== undefined && !isForged(this.primitives, note, trusted))
      throw new Finding(
        'incomplete',
        `the kept checkpoint is of the origin ${kept.origin}: pass the key of that origin with --trust, too`,
      );
    throw mismatch('no trusted key signed the kept checkpoint');
  }

  /** Returns the finding about a checkpoint of another origin: no proof of consistency crosses a restore. */
  private acrossRestore(kept: Checkpoint): Finding {
    const loss = lossOf(kept, this.found.restores);
    if (loss === undefined) return mismatch(NO_CONTINUATION);
    if (loss.verdict === 'denied') return mismatch(loss.sentence);
    const advice =
      'only the whole log can be compared with the kept checkpoint, by `ledger verify --checkpoint`';
    return new Finding(
      'incomplete',
      loss.verdict === 'lost' ? loss.sentence : `${loss.sentence}, but ${advice}`,
    );
  }

  private growthFrom(size: number): readonly Uint8Array[] {
    const has = this.files.has(bundleFiles.consistency);
    const { from, proof } = (has ? parseObject(this.text(bundleFiles.consistency)) : undefined) ?? {};
    const hashes = proofOf(proof);
    if (from === String(size) && hashes !== undefined) return hashes;
    const advice = `ask for an export with since=${size}`;
    throw new Finding(
      'incomplete',
      `the bundle does not prove that the log grew from ${size} events: ${advice}`,
    );
  }

  private text(name: string, wrong = mismatch): string {
    const content = this.files.get(name);
    const text = content && this.bundle.decode(content);
    if (text === undefined) throw wrong(`the file ${name} is missing or not UTF-8`);
    return text;
  }
}

const proofOf = (value: unknown): Uint8Array[] | undefined => {
  if (!Array.isArray(value)) return undefined;
  const hashes = value.map((hash) => (typeof hash === 'string' ? bytesOfBase64(hash) : undefined));
  return hashes.every((hash) => hash !== undefined) ? hashes : undefined;
};
