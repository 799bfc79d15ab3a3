import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { builtTestServer } from './built.js';

/** The test server in its own process. Its events are lost when it ends. */
export interface TestEventStoreProcess {
  readonly url: string;
  /** Suspends the server, so that no call is answered, or resumes it. */
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
