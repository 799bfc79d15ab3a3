import { expect } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { CheckpointStream, SigningKeys, verifyDirectoryLog } from '#libs/proof';
import { provenStreamPrefixes } from '#libs/deployment';
import { SystemClock } from '#libs/environment';
import { EmbeddedEventStore } from '#libs/event-store';
import { builtForTests } from '../support/built.js';
import { type Random, randomFrom } from '../support/random.js';

/** The two steps that make the key. `STEPS` are the steps of a checkpoint, in the order of the code. */
const KEY_STEPS = ['link', 'rm'];
const STEPS = ['record', 'commit', 'open', 'writeFile', 'sync', 'rename'];

/** A kill in place of the step's nth execution, or from outside, `delayMs` after this many checkpoints. */
type Death =
  | { readonly step: string; readonly time: number }
  | { readonly checkpoints: number; readonly delayMs: number };

export interface CheckpointDeaths {
  readonly summary: string;
  /** Every note that a process found at its start or published, in order. */
  readonly notes: readonly string[];
  readonly stepsMet: ReadonlySet<string>;
}

/**
 * Repeatedly starts a ledger that signs checkpoints over one directory, and kills it. Expects after each
 * death that the last published checkpoint, or a later one, is on the disk, and that the next process starts
 * with it.
 */
export const killCheckpointing = async (
  directory: string,
  { seed, kills }: { readonly seed: number; readonly kills: number },
): Promise<CheckpointDeaths> => {
  const random = randomFrom(seed);
  const startedAt = performance.now();
  const notes: string[] = [];
  const stepsMet = new Set<string>();
  for (let kill = 0; kill < kills; kill += 1) {
    const death = deathAt(kill, random);
    for (const note of await live(directory, death)) {
      const before = notes.at(-1);
      if (before !== undefined) expectSameOrLater(note, before);
      if (note !== '') notes.push(note);
    }
    const newest = notes.at(-1);
    if (newest !== undefined) expectSameOrLater(await checkpointFile(directory), newest);
    if ('step' in death) stepsMet.add(death.step);
  }
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  return {
    summary: `checkpointing killed ${kills} times, ${notes.length} checkpoints seen, seed ${seed}, ${seconds} s`,
    notes,
    stepsMet,
  };
};

/**
 * Expects what an auditor with every note checks: they are all of one log, and there is one note per size.
 */
export const expectOneLog = async (
  directory: string,
  { notes, stepsMet }: CheckpointDeaths,
): Promise<void> => {
  expect(stepsMet).toStrictEqual(new Set([...KEY_STEPS, ...STEPS]));
  const sizes = new Set(notes.map(sizeOf));
  expect(new Set(notes).size).toBe(sizes.size);
  const store = await EmbeddedEventStore.open(join(directory, 'events.sqlite'));
  const checkpoints = new CheckpointStream(store, new SystemClock());
  const intended: number[] = [];
  for await (const { size } of checkpoints.all()) intended.push(size);
  const keys = await SigningKeys.read(join(directory, 'signing-key'));
  const trusted = keys.verifierKeys;
  const report = await verifyDirectoryLog({
    store,
    streamPrefixes: provenStreamPrefixes,
    checkpoints,
    trusted,
    notes: [join(directory, 'checkpoint')],
  });
  await store.close();
  expect(report).toMatchObject({ verdict: 'verified', checkpoints: intended.length, signatures: 1 });
  expect(intended).toStrictEqual([...new Set(intended)].sort((a, b) => a - b));
  expect(intended).toStrictEqual(expect.arrayContaining([...sizes]));
};

const sizeOf = (note: string): number => Number(note.split('\n')[1]);

const expectSameOrLater = (note: string, before: string): void => {
  if (sizeOf(note) === sizeOf(before)) expect(note).toBe(before);
  else expect(sizeOf(note)).toBeGreaterThan(sizeOf(before));
};

/** Returns the next death. Three of four are in place of a step, at its first, second or third execution. */
const deathAt = (kill: number, random: Random): Death => {
  const key = KEY_STEPS[kill];
  if (key !== undefined) return { step: key, time: 1 };
  if (kill % 4 === 3) return { checkpoints: random.below(4), delayMs: random.below(60) };
  const count = kill - Math.floor((kill + 1) / 4);
  return { step: STEPS[count % STEPS.length] ?? '', time: 1 + (Math.floor(count / STEPS.length) % 3) };
};

/**
 * Runs a ledger until its death. Resolves with the note it found at its start, or '', and those it published.
 */
const live = async (directory: string, death: Death): Promise<string[]> => {
  const args = 'step' in death ? [death.step, String(death.time)] : [];
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', builtForTests('checkpointing'), directory, ...args],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'] },
    },
  );
  const ended = once(child, 'close') as Promise<[number | null, string | null]>;
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  const told: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    told.push((JSON.parse(line) as { published: string }).published);
    if ('checkpoints' in death && told.length === 1 + death.checkpoints)
      void pause(death.delayMs).then(() => child.kill('SIGKILL'));
  }
  const [code, signal] = await ended;
  if (signal !== 'SIGKILL') throw new Error(`The ledger ended with ${code}: ${complaints}`);
  return told;
};

const checkpointFile = (directory: string): Promise<string> =>
  readFile(join(directory, 'checkpoint'), 'utf8');
