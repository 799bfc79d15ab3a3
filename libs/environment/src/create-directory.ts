import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Creates a directory for its owner alone, with those above it that are missing. One that is there stays as
 * it is.
 *
 * Node's own recursive `mkdir` never returns where a file system says that the directory above is missing
 * although it is there, as /proc does (seen on Node 20).
 *
 * @throws Error of the file system when it cannot be created, or a file has its name.
 */
export const createDirectory = async (path: string): Promise<void> => {
  if (await isDirectory(path)) return;
  const parent = dirname(path);
  if (parent !== path) await createDirectory(parent);
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    // Another process may have created it meanwhile.
    if (codeOf(error) !== 'EEXIST' || !(await isDirectory(path))) throw error;
  }
};

const isDirectory = async (path: string): Promise<boolean> => {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
};

const codeOf = (error: unknown): unknown => (error as NodeJS.ErrnoException).code;
