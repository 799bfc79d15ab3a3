import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

export const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

/** Returns every shipped TypeScript file of the apps and libs, tests excluded, with its absolute path. */
export const sourceFiles = (): readonly SourceFile[] =>
  ['apps', 'libs']
    .flatMap(namesIn)
    .filter((path) => /\/src\/.*(?<!\.spec|\.d)\.ts$/.test(path))
    .map((path) => ({ ...fileAt(path), path: join(projectRoot, path) }));

/** Returns every file with prose, with its path from the root: documents, code and configuration. */
export const writtenFiles = (): readonly SourceFile[] => {
  const atRoot = readdirSync(projectRoot).filter((name) => name !== 'package-lock.json');
  return [...atRoot, ...['.ci', 'apps', 'docker', 'docs', 'libs', 'test'].flatMap(namesIn)]
    .filter((path) => /\.(md|[cm]?[jt]s|ya?ml)$/.test(path) && !path.startsWith('test/fixtures/'))
    .map(fileAt);
};

const namesIn = (folder: string): readonly string[] =>
  readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
    join(folder, name),
  );

const fileAt = (path: string): SourceFile => ({ path, text: readFileSync(join(projectRoot, path), 'utf8') });
