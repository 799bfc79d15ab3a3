import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { openProofLog, provenStreamPrefixes } from '#libs/deployment';
import { SystemClock } from '#libs/environment';
import { EmbeddedEventStore, type RecordedEvent, Transactor } from '#libs/event-store';
import {
  type BundledEvent,
  bundleOf,
  CheckpointStream,
  eventChain,
  type LostCheckpoint,
  nodePrimitives,
  type ProofLog,
  type RestoredLog,
  type SigningKeys,
  startNewOrigin,
  trustedKeys,
  type VerifierKey,
  verifyDirectoryLog,
} from '#libs/proof';
import { openDatabase } from '#libs/sqlite';
import { add, counter } from '../../libs/event-store/contract/counter.js';
import { readWhole } from '../../libs/event-store/contract/sample-events.js';
import type { LostRestore } from '../../libs/proof/src/domain/log-restored.js';
import { parseCheckpoint } from '../../libs/proof/src/domain/checkpoint.js';
import { parseNote } from '../../libs/proof/src/domain/signed-note.js';
import { type TemporaryDirectory, temporaryDirectory } from './temporary-directory.js';

export const DECIDER = 'Grace Hopper';
export const REASON = 'The disk failed.';

/** An embedded log with its keys, of which copies are made and put back, as an operator does with backups. */
export class RestorableLog {
  private readonly clock = new SystemClock();
  private store: EmbeddedEventStore | undefined;
  private readonly opened: EmbeddedEventStore[] = [];
  private copies = 0;
  private writes = 0;

  private constructor(
    private readonly directory: TemporaryDirectory,
    private events: string,
  ) {}

  static async create(): Promise<RestorableLog> {
    const directory = await temporaryDirectory();
    return new RestorableLog(directory, join(directory.path, 'events.sqlite'));
  }

  /** The file that the events are in now. */
  get file(): string {
    return this.events;
  }

  get files() {
    return {
      signingKey: this.beside('signing-key'),
      verifyingKeys: this.beside('verifying-keys'),
      checkpoint: this.beside('checkpoint'),
    };
  }

  /** Returns the path of a file in the log's directory, which has the name of that file. */
  beside(file: string): string {
    return join(this.directory.path, basename(file));
  }

  async open(): Promise<EmbeddedEventStore> {
    this.store ??= await EmbeddedEventStore.open(this.events);
    return this.store;
  }

  async close(): Promise<void> {
    await this.store?.close();
    this.store = undefined;
  }

  async write(count: number, stream = 'dispute-acme.D-1'): Promise<void> {
    const counters = new Transactor(await this.open(), { ...counter, chain: eventChain });
    for (let written = 0; written < count; written += 1) {
      this.writes += 1;
      await add(counters, [this.writes % 2], { stream });
    }
  }

  async proofLog(): Promise<ProofLog> {
    const dataDirectory = this.directory.path;
    const publicUrl = 'https://ledger.example';
    return openProofLog({ dataDirectory, publicUrl, signingKeyFile: undefined }, await this.open());
  }

  /** Signs a checkpoint, and returns it as a note. */
  async sign(): Promise<string> {
    const log = await this.proofLog();
    await log.signer.checkpoint();
    await log.stop();
    return readFile(this.files.checkpoint, 'utf8');
  }

  /** Copies the log as it is now. Returns the copy's file. */
  async backup(): Promise<string> {
    await this.close();
    this.copies += 1;
    const copy = join(this.directory.path, `copy-${this.copies}.sqlite`);
    const database = await openDatabase(this.events, { synchronous: 'FULL' });
    database.exec(`VACUUM INTO '${copy}'`);
    database.close();
    return copy;
  }

  /** Puts a copy in place of the log. Nothing else is put back. */
  async putBack(copy: string): Promise<void> {
    await this.close();
    this.events = copy;
    this.events = await this.backup();
  }

  /** The newest signed checkpoint of the files. */
  lastCheckpoint(): Promise<string> {
    return readFile(this.files.checkpoint, 'utf8');
  }

  /** Opens a copy of the log, until `dispose`. */
  async openCopy(copy: string): Promise<EmbeddedEventStore> {
    const store = await EmbeddedEventStore.open(copy);
    this.opened.push(store);
    return store;
  }

  /** What `startNewOrigin` needs of this log. */
  async restored(): Promise<RestoredLog> {
    return {
      store: await this.open(),
      streamPrefixes: provenStreamPrefixes,
      clock: this.clock,
      files: this.files,
      host: 'ledger.example',
    };
  }

  /** Begins a new origin, because the checkpoint in that note is lost. */
  async startNewOrigin(lost: string, restores: readonly LostRestore[] = []): Promise<SigningKeys> {
    const checkpoint = { ...lostIn(lost), ...(restores.length > 0 && { restores }) };
    return startNewOrigin(await this.restored(), { by: DECIDER, reason: REASON, lost: checkpoint });
  }

  /** Returns the bundle of a stream, as an export makes it. */
  async bundle(stream = 'dispute-acme.D-1'): Promise<Uint8Array> {
    const log = await this.proofLog();
    await log.signer.checkpoint();
    const { newest } = log.signer;
    if (newest === undefined) throw new Error('There is no checkpoint.');
    const { tree, restoreEvents } = log.events;
    const bundled = (event: RecordedEvent, index: number): BundledEvent => ({
      ...event,
      index,
      proof: tree.inclusionProof(index, newest.size),
    });
    const events: BundledEvent[] = [];
    for (const event of await readWhole(await this.open(), stream))
      events.push(bundled(event, await log.indexOf(event.id)));
    return bundleOf(
      nodePrimitives,
      {
        about: { tenant: 'acme', disputeId: 'D-1', stream, events: events.length, exportedAt: '2026-11-29' },
        events,
        restores: restoreEvents.map(({ index, event }) => bundled(event, index)),
        checkpoint: newest.note,
        keys: log.keys.verifierKeyTexts,
        consistency: undefined,
        page: '<!doctype html>',
        verifier: '',
      },
      (text) => log.keys.signedText(text),
    );
  }

  async trusted(): Promise<readonly VerifierKey[]> {
    return trustedKeys(this.files.verifyingKeys);
  }

  /** Verifies the log against its checkpoint and those in the files. */
  async verify(...kept: readonly string[]) {
    return this.verifyTrusting(await this.trusted(), ...kept);
  }

  /** Like `verify`, with these keys. */
  async verifyTrusting(trusted: readonly VerifierKey[], ...kept: readonly string[]) {
    return verifyDirectoryLog({
      store: await this.open(),
      streamPrefixes: provenStreamPrefixes,
      checkpoints: new CheckpointStream(await this.open(), this.clock),
      trusted,
      notes: [this.files.checkpoint, ...kept],
    });
  }

  async dispose(): Promise<void> {
    await this.close();
    await Promise.all(this.opened.map((store) => store.close()));
    await this.directory.remove();
  }
}

/** Returns the checkpoint in a signed note, as what a restore has lost. */
export const lostIn = (note: string): LostCheckpoint => {
  const checkpoint = parseCheckpoint(parseNote(note)?.text ?? '');
  if (checkpoint === undefined) throw new Error('The note is no checkpoint.');
  return { ...checkpoint, note };
};
