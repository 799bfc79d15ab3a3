import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { builtProcess } from './built.js';

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built `ledger` as an operator does, without blocking a server in this process. */
export const runLedger = (args: readonly string[], variables: Record<string, string>): Promise<Ended> =>
  runScript(builtProcess('cli'), args, variables);

export const runScript = async (
  script: string,
  args: readonly string[],
  variables: Record<string, string> = {},
): Promise<Ended> => {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], ...variables },
  });
  const written = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (written.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (written.stderr += text));
  const [code] = (await once(child, 'close')) as [number];
  return { code, ...written };
};
