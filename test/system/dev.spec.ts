import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sourceCopy } from '../support/source-copy.js';
import type { TemporaryDirectory } from '../support/temporary-directory.js';
import { until } from '../support/until.js';

const READY = /"url":"([^"]+)","msg":"the ledger is ready"/g;

let copy: TemporaryDirectory;
let dev: ChildProcess;
let output: string;

beforeEach(async () => {
  copy = await sourceCopy();
  output = '';
  dev = spawn('npm', ['run', 'dev'], {
    cwd: copy.path,
    // npm, Nest's CLI and the ledger are stopped together.
    detached: true,
    env: { ...process.env, PORT: '0', LEDGER_DATA_DIR: join(copy.path, 'data'), LOG_LEVEL: 'info' },
  });
  for (const stream of [dev.stdout, dev.stderr])
    stream?.on('data', (text: Buffer) => {
      output += text.toString();
    });
});

afterEach(async () => {
  const closed = once(dev, 'close');
  if (dev.pid !== undefined) process.kill(-dev.pid, 'SIGTERM');
  await closed;
  await copy.remove();
});

/** Returns the URL of the start with that number, or undefined if `npm run dev` ended or found an error instead. */
const urlOfStart = async (number: number): Promise<string | undefined> => {
  const urls = (): string[] => [...output.matchAll(READY)].map(([, url = '']) => url);
  await until(() => urls().length >= number || dev.exitCode !== null || output.includes('error TS'));
  return urls()[number - 1];
};

const statusAt = async (url: string | undefined): Promise<number> =>
  (await fetch(`${url}/health/live`)).status;

describe('npm run dev', () => {
  it('serves the API, and restarts it when a source changes', async () => {
    expect(await statusAt(await urlOfStart(1))).toBe(200);

    await appendFile(join(copy.path, 'apps/api/src/main.ts'), '\n// changed\n');
    expect(await statusAt(await urlOfStart(2))).toBe(200);
  });
});
