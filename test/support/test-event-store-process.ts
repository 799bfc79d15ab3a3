import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { builtTestServer } from './built.js';

/** The test server as a process of its own. What it stores lives as long as it. */
export interface TestEventStoreProcess {
  readonly url: string;
  /** Lets the server hang, so that nobody gets an answer, or go on. */
  suspend(isSuspended: boolean): void;
  kill(): Promise<void>;
}

export const startTestEventStoreProcess = async (port = 0): Promise<TestEventStoreProcess> => {
  const child = spawn(process.execPath, [builtTestServer, String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'] },
  });
  const ended = once(child, 'close');
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return {
    url: (JSON.parse(line) as { url: string }).url,
    suspend: (isSuspended) => {
      child.kill(isSuspended ? 'SIGSTOP' : 'SIGCONT');
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
};
