import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What is shipped: every TypeScript file of the apps and libs that is no test. */
export const sourceFiles = (): readonly SourceFile[] =>
  ['apps', 'libs']
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        join(root, folder, name),
      ),
    )
    .filter((path) => /\/src\/.*(?<!\.spec|\.d)\.ts$/.test(path))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
