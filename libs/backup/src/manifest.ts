import { createHash } from 'node:crypto';
import { canonicalJson, isJsonObject, type JsonObject } from '#libs/kernel';
import { BackupError } from './backup-error.js';

/** The file that makes a directory a backup. Whatever it does not list is not part of the backup. */
export const MANIFEST = 'manifest.json';

const FORMAT = 1;

export type FileRole = 'log' | 'signing-key' | 'verifying-keys' | 'checkpoint';

export interface BackupFile {
  readonly role: FileRole;
  readonly name: string;
  readonly bytes: number;
  /** SHA-256 of the file, in hexadecimal. */
  readonly sha256: string;
}

/** Where the log of a backup ends. */
export interface BackedUpLog {
  /** How many events it has; null on a cluster, where the log is backed up by other means. */
  readonly events: number | null;
  /** The position of the last event, as a decimal number. */
  readonly position: string;
  readonly lastEventId: string;
}

/** The newest signed checkpoint of a backup. */
export interface BackedUpCheckpoint {
  readonly origin: string;
  readonly size: number;
  /** In base64. */
  readonly root: string;
}

/** What a backup is, and what it consists of. */
export interface Manifest {
  readonly format: typeof FORMAT;
  /** The name and version of the ledger that made it. */
  readonly product: string;
  /** A new one for each backup, also for one that adds to an earlier one. */
  readonly id: string;
  readonly madeAt: string;
  readonly deployment: 'embedded' | 'cluster';
  /** The name of the proof log; null where nothing has been signed and there is no key. */
  readonly origin: string | null;
  readonly log: BackedUpLog;
  readonly checkpoint: BackedUpCheckpoint | null;
  /** The parts of the log are in the order of their events. */
  readonly files: readonly BackupFile[];
}

export const filesOf = ({ files }: Manifest, role: FileRole): readonly BackupFile[] =>
  files.filter((file) => file.role === role);

/** Returns the manifest as text, with a digest of itself. */
export const manifestText = (manifest: Manifest): string =>
  `${JSON.stringify({ ...manifest, sha256: digestOf(asJson(manifest)) }, null, 2)}\n`;

/**
 * Parses a manifest that `manifestText` wrote.
 *
 * @throws BackupError for any other text: one that was changed, or one of a later version.
 */
export const parseManifest = (text: string, file: string): Manifest => {
  const value = parsed(text, file);
  const { sha256, ...manifest } = value;
  if (manifest['format'] !== FORMAT && typeof manifest['format'] === 'number')
    throw new BackupError(
      `${file} has format ${manifest['format']}; this ledger reads ${FORMAT}. Use the version that made the backup.`,
    );
  if (sha256 !== digestOf(manifest)) throw new BackupError(`${file} is not as it was written.`);
  // The digest says that this is the text of a manifest, so its shape needs no second look.
  return fromJson(manifest);
};

const parsed = (text: string, file: string): JsonObject => {
  try {
    const value: unknown = JSON.parse(text);
    if (isJsonObject(value)) return value;
  } catch {
    // Reported below, like any other text.
  }
  throw new BackupError(`${file} is not the manifest of a backup.`);
};

const digestOf = (manifest: JsonObject): string =>
  createHash('sha256').update(canonicalJson(manifest)).digest('hex');

const asJson = (manifest: Manifest): JsonObject => JSON.parse(JSON.stringify(manifest)) as JsonObject;

const fromJson = (manifest: JsonObject): Manifest => {
  const shape: unknown = manifest;
  return shape as Manifest;
};
