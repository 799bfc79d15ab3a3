import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { builtProcess } from '../support/built.js';

const DIE_AT_STEP = fileURLToPath(new URL('../support/die-at-step.mjs', import.meta.url));

/** How a command ended that was to be killed at a step. */
export type End = 'killed' | 'done';

/**
 * Runs the built `ledger`, and kills it in place of its nth step that changes files.
 *
 * @throws Error when it fails for another reason.
 */
export const dieAtStep = async (
  step: number,
  args: readonly string[],
  dataDirectory: string,
): Promise<End> => {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--import', DIE_AT_STEP, builtProcess('cli'), ...args],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: process.env['PATH'], LEDGER_DATA_DIR: dataDirectory, DIE_AT_STEP: String(step) },
    },
  );
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  if (signal === 'SIGKILL') return 'killed';
  if (code === 0) return 'done';
  throw new Error(`The command failed at step ${step}: ${stderr}`);
};

/** Returns whether a restore of the directory was interrupted while it put files in place. */
export const isHalfRestored = (dataDirectory: string): boolean =>
  existsSync(`${dataDirectory}/restoring/plan.json`);
