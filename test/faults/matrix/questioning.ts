import { setTimeout as pause } from 'node:timers/promises';
import type { VerifierKey } from '../../../libs/proof/src/domain/signed-note.js';
import {
  type Answered,
  command,
  type Command,
  exported,
  interrogate,
  readAgain,
  send,
} from './interrogation.js';
import { joined, judgeAnswers, judgeCommands, judgeExport, type Verdict } from './judge.js';
import type { KnownLedger } from './known-ledger.js';

/** Who is asked, and whose exports are believed. */
export interface Questioned {
  readonly known: KnownLedger;
  readonly trusted: readonly VerifierKey[];
}

/** What a ledger in order answers and does. */
export interface Truth {
  readonly answers: ReadonlyMap<string, Answered>;
  readonly commands: readonly Command[];
  readonly exported: Answered;
}

/** Asks a ledger everything once it is ready, if it will be. */
export const questioned = async (url: string, { known, trusted }: Questioned): Promise<Truth> => {
  await settled(url);
  return {
    answers: await interrogate(url, known),
    exported: await exported(url, known, trusted),
    commands: await command(url, known),
  };
};

/** A verdict on a ledger, with the commands that were sent to it. */
export interface Judged extends Verdict {
  readonly commands: readonly Command[];
}

/**
 * Judges a running ledger by what is right: its answers at once, and again when it has built its rows; its
 * export; and what it does with commands.
 */
export const judged = async (url: string, { known, trusted }: Questioned, truth: Truth): Promise<Judged> => {
  const answers = [judgeAnswers(await interrogate(url, known), truth.answers)];
  if (answers[0]?.outcome !== 'right') {
    await settled(url);
    answers[0] = { ...joined(...answers), refused: 0 };
    answers.push(judgeAnswers(await interrogate(url, known), truth.answers));
  }
  const ofExport = judgeExport(await exported(url, known, trusted), truth.exported);
  const commands = await command(url, known);
  return { ...joined(...answers, ofExport, judgeCommands(commands, truth.commands)), commands };
};

/** Judges whether a ledger still has what was acknowledged. */
export const judgedAgain = async (
  url: string,
  { known }: Questioned,
  commands: readonly Command[],
): Promise<Verdict> => {
  const again: Command[] = [];
  for (const sent of commands)
    if (sent.answered.status >= 200 && sent.answered.status < 300)
      again.push({ ...sent, read: await readAgain(url, known, sent.reading) });
  return judgeCommands(again, []);
};

const SETTLE_MS = 4_000;

/** Waits until the ledger is ready, or says that it will not be. */
export const settled = async (url: string): Promise<void> => {
  const deadline = performance.now() + SETTLE_MS;
  while (performance.now() < deadline) {
    const { text } = await send(`${url}/health/ready`, { headers: {} }).catch(() => ({ text: '' }));
    if (/"status":"ready"|"commandsRefused"|"rowsRefused"/.test(text)) return;
    await pause(20);
  }
};
