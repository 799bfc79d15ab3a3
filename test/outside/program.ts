import { spawnSync } from 'node:child_process';

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** Runs a third-party program. @throws Error when it is not installed. */
export const runProgram = (name: string, args: readonly string[], options: RunOptions = {}): Run => {
  const { error, status, stdout, stderr } = spawnSync(name, args, {
    ...options,
    env: { PATH: process.env['PATH'], ...options.env },
    encoding: 'utf8',
  });
  if (error !== undefined)
    throw new Error(`${name} cannot be run: \`.ci/run\` installs what the tests of test/outside need.`, {
      cause: error,
    });
  return { code: status, stdout, stderr };
};
