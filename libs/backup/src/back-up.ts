import { randomUUID } from 'node:crypto';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { type EventStore, LogFile, type LogPlace } from '#libs/event-store';
import { CheckpointStream, parseTrustedCheckpoint, SigningKeys } from '#libs/proof';
import { type AddedPart, addPart, checkPart } from './added-part.js';
import { BackupError, explained } from './backup-error.js';
import { checkBackup, type Checking } from './check-backup.js';
import { type Destination, openDestination } from './destination.js';
import { textIn } from './files.js';
import { commitManifest, type SmallTexts, writeSmallFiles } from './small-files.js';
import { type BackedUpCheckpoint, filesOf, type Manifest } from './manifest.js';
import { OpenedBackup } from './opened-backup.js';

/** The files of an embedded ledger that a backup takes. */
export interface LedgerFiles {
  readonly directory: string;
  readonly events: string;
  readonly signingKey: string;
  readonly verifyingKeys: string;
  readonly checkpoint: string;
}

export interface BackupOrder extends Checking {
  readonly files: LedgerFiles;
  readonly to: string;
  /** Opens the log once more, as a store, to read the events before those that are added. */
  readonly openStore: () => Promise<EventStore>;
  readonly withKeys: boolean;
  /** Whether to copy all events again, instead of adding to the backup that is there. */
  readonly isFull: boolean;
  /** Whether to check the whole backup, and not only what was added. */
  readonly verifyAll: boolean;
  /** The name and version of the ledger. */
  readonly product: string;
}

export interface BackupResult {
  readonly backup: OpenedBackup;
  readonly addedEvents: number;
  readonly isFull: boolean;
  /** Whether the whole backup was checked, or what was added to it. */
  readonly checked: 'all' | 'added';
}

/**
 * Backs up the log of an embedded ledger, which may be running, with its keys and its checkpoint. Until the
 * new manifest is in place, the backup is that of before, whatever happens.
 *
 * @throws BackupError when it cannot be done; the backup of before is as it was.
 */
export const backUp = async (order: BackupOrder): Promise<BackupResult> => {
  await access(order.files.events).catch((cause: unknown) => {
    throw new BackupError(`There is no log at ${order.files.events}.`, { cause });
  });
  const destination = await openDestination(order.to, order.files.directory);
  try {
    // Before the log, so that the events in the backup cover the checkpoint in it.
    const texts = await textsOf(order);
    const source = await LogFile.open(order.files.events);
    try {
      return await new Backup(order, destination, source).write(texts);
    } finally {
      source.close();
    }
  } catch (error) {
    throw explained(error, `The backup to ${destination.path} failed, and the one of before is as it was`);
  } finally {
    destination.release();
  }
};

interface Texts extends SmallTexts {
  readonly origin: string | null;
}

const textsOf = async ({ files, withKeys }: BackupOrder): Promise<Texts> => {
  const key = await textIn(files.signingKey);
  return {
    'signing-key': withKeys ? key : undefined,
    'verifying-keys': await textIn(files.verifyingKeys),
    checkpoint: await textIn(files.checkpoint),
    origin: key === undefined ? null : (await SigningKeys.read(files.signingKey)).origin,
  };
};

const endOf = (base: Manifest | undefined): bigint => BigInt(base?.log.position ?? 0);

const eventsOf = (part: AddedPart | undefined): number => part?.events ?? 0;

interface Written {
  /** The backup that is added to; undefined for a complete one. */
  readonly base: Manifest | undefined;
  /** Undefined where the log has nothing new. */
  readonly part: AddedPart | undefined;
  readonly end: LogPlace;
}

class Backup {
  constructor(
    private readonly order: BackupOrder,
    private readonly destination: Destination,
    private readonly source: LogFile,
  ) {}

  async write(texts: Texts): Promise<BackupResult> {
    const { order, source } = this;
    const end = source.end();
    if (end === undefined) throw new BackupError(`The log at ${order.files.events} has no events yet.`);
    const before = await this.continued();
    const base = order.isFull ? undefined : before?.manifest;
    const part = await this.added(endOf(base), end);
    const manifest = await this.manifestOf(texts, { base, part, end });
    const backup = OpenedBackup.of(this.destination.path, manifest, texts.checkpoint);
    const verifyAll = order.verifyAll || base === undefined;
    // Before it replaces the backup of before, which may be the better one.
    if (verifyAll) await checkBackup(backup, order);
    await commitManifest(this.destination, backup);
    return {
      backup,
      addedEvents: eventsOf(part),
      isFull: base === undefined,
      checked: verifyAll ? 'all' : 'added',
    };
  }

  private async manifestOf(texts: Texts, { base, part, end }: Written): Promise<Manifest> {
    const { product, clock } = this.order;
    const checkpoint = await this.checkpointOf(texts);
    const kept = base === undefined ? [] : filesOf(base, 'log');
    return {
      format: 1,
      product,
      id: randomUUID(),
      madeAt: clock.now().toISOString(),
      deployment: 'embedded',
      origin: texts.origin ?? checkpoint?.origin ?? null,
      log: {
        events: (base?.log.events ?? 0) + eventsOf(part),
        position: String(end.position),
        lastEventId: end.eventId,
      },
      checkpoint,
      files: [
        ...kept,
        ...(part === undefined ? [] : [part.file]),
        ...(await writeSmallFiles(this.destination.path, texts)),
      ],
    };
  }

  /** Returns the backup that is there. @throws BackupError when it is of another log, or of another history. */
  private async continued(): Promise<OpenedBackup | undefined> {
    const before = await OpenedBackup.find(this.destination.path);
    if (before === undefined) return undefined;
    const { position, lastEventId } = before.manifest.log;
    if (before.manifest.deployment === 'embedded' && this.source.idAt(BigInt(position)) === lastEventId)
      return before;
    throw new BackupError(
      `${this.destination.path} has a backup of another log, or of a history that was lost: its event ${lastEventId} is not at position ${position} of the log in ${this.order.files.directory}. It is left as it is; give another directory.`,
    );
  }

  private async added(after: bigint, end: LogPlace): Promise<AddedPart | undefined> {
    if (end.position === after) return undefined;
    const { order, destination, source } = this;
    const { onProgress, streamPrefixes } = order;
    const directory = destination.path;
    const part = await addPart({ source, directory, after, end, onProgress });
    if (after === 0n) return part;
    const store = await order.openStore();
    try {
      const file = join(directory, part.file.name);
      await checkPart(file, store, { streamPrefixes, onProgress, total: part.events });
    } finally {
      await store.close();
    }
    return part;
  }

  /** Returns the checkpoint, once a known key has signed it and the log has its record. */
  private async checkpointOf(texts: Texts): Promise<BackedUpCheckpoint | null> {
    if (texts.checkpoint === undefined) return null;
    const { files, clock } = this.order;
    const checkpoint = parseTrustedCheckpoint(texts.checkpoint, texts['verifying-keys'] ?? '');
    if (checkpoint === undefined)
      throw new BackupError(`No key in ${files.verifyingKeys} signed the checkpoint in ${files.checkpoint}.`);
    const store = await this.order.openStore();
    try {
      const { newest } = await new CheckpointStream(store, clock).newest([]);
      if (newest === undefined || (newest.origin === checkpoint.origin && newest.size < checkpoint.size))
        throw new BackupError(
          `The log does not have what was signed: its newest checkpoint is over ${newest?.size ?? 0} events, the signed one over ${checkpoint.size}. Run \`ledger verify\`.`,
        );
    } finally {
      await store.close();
    }
    const { origin, size, root } = checkpoint;
    return { origin, size, root: Buffer.from(root).toString('base64') };
  }
}
