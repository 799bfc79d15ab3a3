import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createDirectory } from '#libs/environment';
import { BackupError, explained } from './backup-error.js';
import type { BackupFile, FileRole } from './manifest.js';

/** Returns the text of a file; undefined if there is none. */
export const textIn = (file: string): Promise<string | undefined> =>
  readFile(file, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });

/** Like `textIn`, of a file that a backup may not have. */
export const textOf = async (file: string | undefined): Promise<string | undefined> =>
  file === undefined ? undefined : textIn(file);

export const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

export const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    (error: unknown) => {
      if (isMissing(error)) return false;
      throw error;
    },
  );

/** Makes the names in a directory last, as `fsync` of a file does not. */
export const syncDirectory = async (directory: string): Promise<void> => {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Creates a directory unless it is there. @throws BackupError when it cannot be created. */
export const madeDirectory = (path: string): Promise<void> =>
  createDirectory(path).catch((error: unknown) => {
    const why =
      (error as NodeJS.ErrnoException).code === 'EEXIST'
        ? 'a file has its name'
        : 'the file system has no place for it there';
    const known = explained(error, `${path} cannot be created`);
    throw known === error ? new BackupError(`${path} cannot be created: ${why}.`, { cause: error }) : known;
  });

/** Writes a file whole or not at all, and makes it last. */
export const writeWhole = async (file: string, text: string, mode = 0o600): Promise<void> => {
  const draft = `${file}.partial`;
  await rm(draft, { force: true });
  const handle = await open(draft, 'wx', mode);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
  await syncDirectory(dirname(file));
};

/** Returns the size and digest of a file as it is on the disk. */
export const measured = async (
  file: string,
): Promise<{ readonly bytes: number; readonly sha256: string }> => {
  const digest = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    digest.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: digest.digest('hex') };
};

/**
 * Writes a text into a directory under a name that says its role and its content, and reads it back. A file
 * that is there already has the same content.
 */
export const writeNamed = async (
  directory: string,
  role: Exclude<FileRole, 'log'>,
  text: string,
): Promise<BackupFile> => {
  const sha256 = createHash('sha256').update(text).digest('hex');
  const name = `${role}-${sha256.slice(0, 16)}`;
  const file = join(directory, name);
  if ((await textIn(file)) !== text) await writeWhole(file, text);
  const found = await measured(file);
  if (found.sha256 !== sha256) throw new BackupError(`${file} does not read back as it was written.`);
  return { role, name, ...found };
};

/** The names of files that a backup may have. Its directory may have others only beside a manifest. */
const OURS =
  /^(?:manifest\.json|log-\d+-\d+-[0-9a-f]{16}\.sqlite|(?:signing-key|verifying-keys|checkpoint)-[0-9a-f]{16})(?:\.partial)?$|^log\.partial$|^lock(?:-(?:wal|shm|journal))?$/;

export const isOurs = (name: string): boolean => OURS.test(name);
