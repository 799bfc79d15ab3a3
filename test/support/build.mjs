import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const path = (relative) => fileURLToPath(new URL(`../../${relative}`, import.meta.url));

const compile = (project) => {
  const compiled = spawnSync(
    process.execPath,
    [path('node_modules/@typescript/native/bin/tsc'), '-p', path(project)],
    { encoding: 'utf8' },
  );
  if (compiled.status !== 0)
    process.stderr.write(`The build has errors:\n${compiled.stdout}${compiled.stderr}`);
};

/**
 * Brings `dist` up to date before any test, because some tests start the built servers and the built test
 * server. Unchanged files are not written. A type error is printed but does not stop the tests: `npm run
 * check` rejects it.
 */
export default () => {
  compile('tsconfig.build.json');
  compile('test/tsconfig.programs.json');
  const bundled = spawnSync('npm', ['run', '--silent', 'build:bundles', 'tests'], {
    cwd: path(''),
    encoding: 'utf8',
  });
  if (bundled.status !== 0) throw new Error(`The processes could not be bundled: ${bundled.stderr}`);
};
