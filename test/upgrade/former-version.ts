import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startServer } from '../support/ledger-process.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

const run = promisify(execFile);

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

/** The version that the upgrade starts from. */
const COMMIT = '284558f';

/** The processes of the version before, as it was built and shipped. */
export interface FormerVersion {
  start(name: 'api' | 'projector', variables: Record<string, string>): ReturnType<typeof startServer>;
  dispose(): Promise<void>;
}

/**
 * Builds the version before in a folder of its own, with its own dependencies. `FORMER_VERSION` may name a
 * folder in which that was done already.
 *
 * @throws Error in a clone without the commit, and where the packages cannot be had.
 */
export const formerVersion = async (): Promise<FormerVersion> => {
  const built = process.env['FORMER_VERSION'];
  if (built !== undefined) return processesOf(built, async () => undefined);
  const known = await run('git', ['cat-file', '-e', `${COMMIT}^{commit}`], { cwd: REPOSITORY }).then(
    () => true,
    () => false,
  );
  if (!known)
    throw new Error(
      `This clone does not have the commit ${COMMIT}. Fetch the whole history: git fetch --unshallow`,
    );
  const directory = await temporaryDirectory();
  const folder = join(directory.path, 'former');
  await run('git', ['clone', '--quiet', '--no-checkout', REPOSITORY, folder]);
  await run('git', ['checkout', '--quiet', COMMIT], { cwd: folder });
  await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder });
  await run('npm', ['run', 'build'], { cwd: folder });
  return processesOf(folder, () => directory.remove());
};

const processesOf = (folder: string, remove: () => Promise<void>): FormerVersion => {
  const started: ReturnType<typeof startServer>[] = [];
  return {
    start: (name, variables) => {
      const process = startServer(join(folder, 'dist', 'bundles', name, 'main.js'), variables);
      started.push(process);
      return process;
    },
    dispose: async () => {
      await Promise.all(started.filter(({ hasEnded }) => !hasEnded).map((running) => running.kill()));
      await remove();
    },
  };
};
