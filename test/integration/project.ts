import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { EventStore } from '#libs/event-store';
import { ProjectionRunner, type ReadModel } from '#libs/read-store';
import { readModels } from '#libs/deployment';
import { builtForTests } from '../support/built.js';
import { openReadStore } from '../support/read-model-rows.js';
import { until } from '../support/until.js';

/** A kill in place of the nth writing statement, or from outside, `delayMs` after this many pages. */
export type Death = { readonly pages: number; readonly delayMs: number } | { readonly statement: number };

export interface ProjectionLife {
  readonly eventsPath: string;
  readonly readModelsPath: string;
  readonly pageSize: number;
  /** Without one, the process lives until the rows have every event. */
  readonly death?: Death;
}

/**
 * Runs the projections in a process of their own. Resolves with whether it had every event before it was
 * killed.
 *
 * @throws Error with its standard error when the process failed.
 */
export const projectInProcess = async (life: ProjectionLife): Promise<boolean> => {
  const { eventsPath, readModelsPath, pageSize, death } = life;
  const args = [eventsPath, readModelsPath, String(pageSize)];
  if (death !== undefined && 'statement' in death) args.push(String(death.statement));
  const child = spawn(process.execPath, [builtForTests('projecting'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] },
  });
  const ended = once(child, 'close') as Promise<[number | null, string | null]>;
  let told = 0;
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  child.stdout.on('data', (dots: Buffer) => {
    const before = told;
    told += dots.length;
    if (death !== undefined && 'pages' in death && before < death.pages && told >= death.pages)
      void pause(death.delayMs).then(() => child.kill('SIGKILL'));
  });
  const [code, signal] = await ended;
  if (signal === 'SIGKILL') return false;
  if (code !== 0) throw new Error(`The projections ended with ${code}: ${complaints}`);
  return true;
};

/**
 * Follows a log in this process until the rows have all of it.
 *
 * @throws Error when the projections met an error.
 */
export const project = async (
  log: EventStore,
  location: string,
  models: readonly ReadModel[] = readModels,
): Promise<void> => {
  const readStore = await openReadStore(location, models);
  const errors: unknown[] = [];
  const runner = new ProjectionRunner(log, readStore, { onFailure: (error) => errors.push(error) });
  try {
    runner.start();
    const head = await log.headPosition();
    await until(async () => (await readStore.position()) >= head);
    if (errors.length > 0) throw new AggregateError(errors, 'The projections met errors.');
  } finally {
    await runner.stop();
    await readStore.close();
  }
};
