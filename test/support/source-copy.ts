import { cp, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { temporaryDirectory, type TemporaryDirectory } from './temporary-directory.js';

/** What the processes are compiled from. */
const SOURCES = ['apps', 'libs', 'nest-cli.json', 'package.json', 'tsconfig.json', 'tsconfig.build.json'];

/** Copies what the processes are compiled from, so that a test may change it. The packages are those of the project. */
export const sourceCopy = async (): Promise<TemporaryDirectory> => {
  const copy = await temporaryDirectory();
  for (const source of SOURCES) await cp(source, join(copy.path, source), { recursive: true });
  await symlink(resolve('node_modules'), join(copy.path, 'node_modules'));
  return copy;
};
