import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { temporaryDirectory } from '../../support/temporary-directory.js';
import { parseTrace, type TraceEntry } from './disk-trace.js';

/** Records what processes do to the files of a directory. */
export interface Recorder {
  /** What a process has to be started with to be recorded. Several may be, one after another. */
  readonly variables: Readonly<Record<string, string>>;
  entries(): Promise<readonly TraceEntry[]>;
  dispose(): Promise<void>;
}

/**
 * Compiles the recorder for the directory.
 *
 * @throws Error where there is no C compiler.
 */
export const recorderOf = async (directory: string): Promise<Recorder> => {
  const own = await temporaryDirectory();
  const library = join(own.path, 'recorder.so');
  const source = fileURLToPath(new URL('recorder.c', import.meta.url));
  const flags = ['-shared', '-fPIC', '-O1', '-Wall', '-Wextra', '-Werror'];
  const compiled = spawnSync('cc', [...flags, '-o', library, source, '-ldl', '-pthread'], {
    encoding: 'utf8',
  });
  if (compiled.status !== 0)
    throw new Error(`The recorder was not compiled: ${compiled.error?.message ?? compiled.stderr}`);
  const trace = join(own.path, 'trace');
  return {
    variables: { LD_PRELOAD: library, POWER_CUT_DIRECTORY: directory, POWER_CUT_TRACE: trace },
    entries: async () => parseTrace(await readFile(trace)),
    dispose: () => own.remove(),
  };
};
