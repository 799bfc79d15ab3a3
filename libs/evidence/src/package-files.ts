import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Returns the directory of this package, whether this file runs from the sources, the build or a bundle. */
const packageDirectory = (): string => {
  let directory = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(directory, 'package.json'))) directory = dirname(directory);
  return directory;
};

/** Reads the verifier, which the build bundles into one file. @throws Error when it was not built. */
export const verifierSource = (): Promise<string> =>
  readFile(join(packageDirectory(), 'dist', 'verify.mjs'), 'utf8');

export const codeVersion = async (): Promise<string> => {
  const text = await readFile(join(packageDirectory(), 'package.json'), 'utf8');
  const { name, version } = JSON.parse(text) as { name: string; version: string };
  return `${name} ${version}`;
};
