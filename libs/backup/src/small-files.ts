import { join } from 'node:path';
import { BackupError } from './backup-error.js';
import type { Destination } from './destination.js';
import { writeNamed, writeWhole } from './files.js';
import { type BackupFile, MANIFEST, manifestText } from './manifest.js';
import { OpenedBackup } from './opened-backup.js';

/** The files of a backup beside the log, as text; undefined for those that it has not. */
export interface SmallTexts {
  readonly 'signing-key': string | undefined;
  readonly 'verifying-keys': string | undefined;
  readonly checkpoint: string | undefined;
}

/** Writes the files into the directory of a backup, and reads them back. No manifest lists them yet. */
export const writeSmallFiles = async (directory: string, texts: SmallTexts): Promise<BackupFile[]> => {
  const files: BackupFile[] = [];
  for (const role of ['signing-key', 'verifying-keys', 'checkpoint'] as const) {
    const text = texts[role];
    if (text !== undefined) files.push(await writeNamed(directory, role, text));
  }
  return files;
};

/** Puts the manifest in place, reads it back, and removes what it does not list. */
export const commitManifest = async (destination: Destination, { manifest }: OpenedBackup): Promise<void> => {
  await writeWhole(join(destination.path, MANIFEST), manifestText(manifest));
  const found = await OpenedBackup.read(destination.path);
  if (found.manifest.id !== manifest.id)
    throw new BackupError(`${join(destination.path, MANIFEST)} does not read back as it was written.`);
  await destination.removeAllBut([MANIFEST, ...manifest.files.map(({ name }) => name)]);
};
