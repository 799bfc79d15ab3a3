import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The directory of this package, from its sources and from what was built of them. */
const packageDirectory = (): string => {
  let directory = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(directory, 'package.json'))) directory = dirname(directory);
  return directory;
};

/** The verifier in one file, which the build makes. @throws Error when it was not built. */
export const verifierSource = (): Promise<string> =>
  readFile(join(packageDirectory(), 'dist', 'verify.mjs'), 'utf8');

export const codeVersion = async (): Promise<string> => {
  const text = await readFile(join(packageDirectory(), 'package.json'), 'utf8');
  const { name, version } = JSON.parse(text) as { name: string; version: string };
  return `${name} ${version}`;
};
