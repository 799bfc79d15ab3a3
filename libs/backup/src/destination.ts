import { readdir, realpath, rm } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { LogFile, LogInUseError } from '#libs/event-store';
import { BackupError, explained } from './backup-error.js';
import { isMissing, isOurs, madeDirectory, syncDirectory } from './files.js';
import { MANIFEST } from './manifest.js';

/** The directory of a backup, while one is written. No second one is written into it meanwhile. */
export interface Destination {
  readonly path: string;
  /** Removes what no manifest lists: the files of a backup before, or of one that was interrupted. */
  removeAllBut(names: readonly string[]): Promise<void>;
  release(): void;
}

/**
 * Creates the directory unless it is there, and reserves it. A cluster has no data directory.
 *
 * @throws BackupError when it cannot be written, lies in the data directory, holds something else, or is in
 * use by another backup.
 */
export const openDestination = async (
  directory: string,
  dataDirectory: string | undefined,
): Promise<Destination> => {
  const path = resolve(directory);
  if (dataDirectory !== undefined && (await liesIn(path, dataDirectory)))
    throw new BackupError(
      `${path} lies in the data directory ${dataDirectory}: a backup there is lost together with it. Give a directory on another disk.`,
    );
  try {
    await madeDirectory(path);
    const names = await readdir(path);
    const other = names.find((name) => !isOurs(name));
    if (other !== undefined && !names.includes(MANIFEST))
      throw new BackupError(`${path} holds something else (${other}): give an empty directory.`);
    const lock = await lockOf(path);
    return {
      path,
      removeAllBut: async (kept) => {
        for (const name of await readdir(path))
          if (isOurs(name) && !name.startsWith('lock') && !kept.includes(name))
            await rm(join(path, name), { force: true });
        await syncDirectory(path);
      },
      release: () => {
        lock.close();
      },
    };
  } catch (error) {
    throw explained(error, `No backup can be written to ${path}`);
  }
};

const lockOf = (path: string): Promise<{ close(): void }> =>
  LogFile.reserve(join(path, 'lock')).catch((error: unknown) => {
    throw error instanceof LogInUseError
      ? new BackupError(`Another backup is being written to ${path}.`, { cause: error })
      : error;
  });

const liesIn = async (path: string, dataDirectory: string): Promise<boolean> => {
  const [inner, outer] = [await realPathOf(path), await realPathOf(resolve(dataDirectory))];
  const way = relative(outer, inner);
  return (
    way === '' || !(way === '..' || way.startsWith('../') || way.startsWith('..\\') || resolve(way) === way)
  );
};

/** Returns the path without symbolic links, also of a directory that does not exist yet. */
const realPathOf = async (path: string): Promise<string> => {
  try {
    return await realpath(path);
  } catch (error) {
    const parent = dirname(path);
    if (!isMissing(error) || parent === path) throw explained(error, `${path} cannot be used`);
    return join(await realPathOf(parent), relative(parent, path));
  }
};
