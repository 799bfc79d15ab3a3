import type { Answered, Command } from './interrogation.js';

/** What became of a fault: every answer was right, or some were refused with a reason, or one was wrong. */
export type Outcome = 'right' | 'refused' | 'wrong';

export interface Verdict {
  readonly outcome: Outcome;
  /** Each answer that is neither right nor refused, with the one that was expected. */
  readonly wrongs: readonly string[];
  /** How many answers were refused. */
  readonly refused: number;
}

type Answers = ReadonlyMap<string, Answered>;

const SHOWN = 300;

/** Judges the answers by those that a clean ledger over the same log gives. */
export const judgeAnswers = (answers: Answers, right: Answers): Verdict => {
  const wrongs: string[] = [];
  let refused = 0;
  for (const [name, answered] of answers) {
    const expected = right.get(name);
    if (isSame(answered, expected)) continue;
    if (isRefusal(answered)) refused += 1;
    else
      wrongs.push(`${name}: ${shown(answered, expected?.text)}, expected ${shown(expected, answered.text)}`);
  }
  return verdictOf(wrongs, refused);
};

/** Refusals are compared by their status: some say how far the log or a checkpoint is, which may differ. */
const isSame = (one: Answered, other: Answered | undefined): boolean =>
  one.status === other?.status &&
  (one.status >= 400 || one.text === other.text || (isCut(one) && other.text.startsWith(one.text)));

/** Whether the answer is a page of the feed that has not come to its end. */
const isCut = ({ text }: Answered): boolean => text.startsWith('{"events":[{') && !text.endsWith(']');

/** Judges commands by what is read after them. One that nobody would take is right to be refused likewise. */
export const judgeCommands = (commands: readonly Command[], right: readonly Command[]): Verdict => {
  const wrongs: string[] = [];
  let refused = 0;
  for (const [at, { name, answered, read, shows }] of commands.entries()) {
    const expected = right[at];
    if (read?.status === 200) {
      if (!read.text.includes(shows)) wrongs.push(`${name}: acknowledged, and not shown: ${shown(read)}`);
    } else if (read === undefined && answered.status === expected?.answered.status) continue;
    else if (isRefusal(read ?? answered)) refused += 1;
    else wrongs.push(`${name}: ${shown(answered)}; ${shown(read)}`);
  }
  return verdictOf(wrongs, refused);
};

/** Judges what an offline verification says of an export. */
export const judgeExport = (answered: Answered, right: Answered): Verdict => {
  if (isSame(answered, right)) return verdictOf([], 0);
  return isRefusal(answered) ? verdictOf([], 1) : verdictOf([`export: ${shown(answered)}`], 0);
};

/** Judges a start that failed: it must have been refused in one line that says where and why. */
export const judgeStart = (exitCode: number | string, stderr: string): Verdict => {
  const lines = stderr.trim().split('\n');
  const isOneLine = lines.length === 1 && /cannot start: .{20}/.test(lines[0] ?? '');
  return exitCode === 1 && isOneLine
    ? verdictOf([], 1)
    : verdictOf([`start: ended with ${exitCode}: ${stderr.slice(0, SHOWN)}`], 0);
};

/** Judges a process that ended while it was asked: it must have said why in one line of its log. */
export const judgeEnd = (exitCode: number | string, stdout: string): Verdict => {
  const said = stdout.split('\n').filter((line) => line.includes('"level":"fatal"'));
  return exitCode === 1 && said.length === 1
    ? verdictOf([], 1)
    : verdictOf([`the process ended with ${exitCode}: ${stdout.slice(-3 * SHOWN)}`], 0);
};

export const joined = (...verdicts: readonly Verdict[]): Verdict =>
  verdictOf(
    verdicts.flatMap(({ wrongs }) => wrongs),
    verdicts.reduce((sum, { refused }) => sum + refused, 0),
  );

export const verdictOf = (wrongs: readonly string[], refused: number): Verdict => ({
  outcome: wrongs.length > 0 ? 'wrong' : refused > 0 ? 'refused' : 'right',
  wrongs,
  refused,
});

/** What may be answered to somebody who may ask, while something is wrong with the ledger. */
const REFUSALS = [409, 503];

/** How a list of the ledger's own says that it is not complete. */
const REBUILDING = /,"rebuilding":\{"position":"\d+","of":"\d+"\}\}$/;

/** Whether a request was refused with a reason, in the words of one of the families. */
const isRefusal = ({ status, text }: Answered): boolean => {
  if (status === 200) return REBUILDING.test(text);
  if (!REFUSALS.includes(status)) return false;
  try {
    return reasonIn(JSON.parse(text)).length > 10;
  } catch {
    return false;
  }
};

interface Envelopes {
  /** SMART ODR. */
  readonly message?: string;
  /** EnfinitOS. */
  readonly error?: { readonly message?: string };
  /** Billtrust. */
  readonly errors?: readonly string[];
  /** The ledger's own. */
  readonly detail?: string;
}

const reasonIn = (body: unknown): string => {
  const { message, error, errors, detail } = body as Envelopes;
  return message ?? error?.message ?? errors?.[0] ?? detail ?? '';
};

/** Returns the answer, from a little before where it begins to differ from the other text. */
const shown = (answered: Answered | undefined, other = ''): string => {
  if (answered === undefined) return 'nothing';
  const { status, text } = answered;
  let from = 0;
  while (other !== '' && from < text.length && text[from] === other[from]) from += 1;
  return `${status} …${text.slice(Math.max(0, from - 40), from + SHOWN)}`;
};

/** Counts the verdicts of each fault, for the table of a run. */
export class Tally {
  private readonly counts = new Map<string, Record<Outcome, number>>();
  readonly wrongs: string[] = [];

  add(fault: string, { outcome, wrongs }: Verdict, what = ''): void {
    const counts = this.counts.get(fault) ?? { right: 0, refused: 0, wrong: 0 };
    counts[outcome] += 1;
    this.counts.set(fault, counts);
    this.wrongs.push(...wrongs.map((wrong) => `${fault}${what === '' ? '' : ` (${what})`}: ${wrong}`));
  }

  /**
   * The wrongs without a known one: a credential whose event was changed in the file is refused as unknown (401),
   * and not because its event is in doubt.
   */
  get unexpected(): readonly string[] {
    return this.wrongs.filter((wrong) => !/^flipped bit in events\.sqlite .*: 401 /.test(wrong));
  }

  /** The counts of all faults together. */
  get sum(): Readonly<Record<Outcome, number>> {
    const sum = { right: 0, refused: 0, wrong: 0 };
    for (const counts of this.counts.values())
      for (const outcome of ['right', 'refused', 'wrong'] as const) sum[outcome] += counts[outcome];
    return sum;
  }

  /** Returns the counts as rows of a table in Markdown. */
  get table(): string {
    const rows = [...this.counts].map(
      ([fault, { right, refused, wrong }]) => `| ${fault} | ${right} | ${refused} | ${wrong} |`,
    );
    return ['| Fault | right | refused | wrong |', '|---|---|---|---|', ...rows].join('\n');
  }
}
