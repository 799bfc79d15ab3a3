import { randomBytes } from 'node:crypto';
import { chmod, link, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { nodePrimitives } from '../adapters/node-primitives.js';

/** Creates the file whole or not at all. Returns false for a file that is already there, which stays as it is. */
export const createWhole = async (file: string, text: string): Promise<boolean> => {
  const draft = await draftOf(file, text, 0o600);
  await chmod(draft, 0o600);
  const isCreated = await linkUnlessThere(draft, file);
  await rm(draft);
  return isCreated;
};

/** Replaces the file by one with this text: a reader finds the one or the other. */
export const replaceWhole = async (file: string, text: string, mode: number): Promise<void> =>
  rename(await draftOf(file, text, mode), file);

/**
 * Keeps the file under a second name beside it, which its content gives, so that keeping it again changes
 * nothing. Does nothing where there is no such file.
 */
export const keepBeside = async (file: string): Promise<void> => {
  const text = await textIn(file);
  if (text === undefined) return;
  await linkUnlessThere(file, `${file}.kept-${nodePrimitives.sha256Hex(text).slice(0, 8)}`);
};

/** Like `keepBeside`, and the file is no longer under its own name. */
export const moveBeside = async (file: string): Promise<void> => {
  await keepBeside(file);
  await rm(file, { force: true });
};

/** Makes the names in the file's directory survive a power cut. */
export const syncDirectoryOf = async (file: string): Promise<void> => {
  const handle = await open(dirname(file), 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Returns the text of the file, or undefined if there is none. */
export const textIn = async (file: string): Promise<string | undefined> => {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

const draftOf = async (file: string, text: string, mode: number): Promise<string> => {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  const handle = await open(draft, 'wx', mode);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return draft;
};

const linkUnlessThere = (file: string, name: string): Promise<boolean> =>
  link(file, name).then(
    () => true,
    (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      return false;
    },
  );
