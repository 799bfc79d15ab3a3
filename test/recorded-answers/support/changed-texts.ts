import { readFileSync } from 'node:fs';

/** A text that was reworded since the recording was made. */
export interface ChangedText {
  /** Lines are separated by `\n`. */
  readonly from: string;
  readonly to: string;
  /** The only answer that has the new text; all of them where there is none. */
  readonly in?: string;
}

/** All of them. A new recording has the new texts, and the list is emptied. */
export const changedTexts: readonly ChangedText[] = JSON.parse(
  readFileSync(new URL('../changed-texts.json', import.meta.url), 'utf8'),
) as ChangedText[];

/** Replaces every old text in a recorded answer, names included. */
export const withChangedTexts = (name: string, answer: unknown, changes = changedTexts): unknown => {
  const news = new Map(
    changes.filter((change) => (change.in ?? name) === name).map(({ from, to }) => [from, to]),
  );
  if (news.size === 0) return answer;
  // The longest first: a text may be part of another.
  const olds = [...news.keys()].sort((one, other) => other.length - one.length).map(escaped);
  const anyOld = new RegExp(olds.join('|'), 'g');
  const changed = (part: unknown): unknown => {
    if (typeof part === 'string') return part.replace(anyOld, (old) => news.get(old) ?? old);
    if (Array.isArray(part)) return part.map(changed);
    if (typeof part !== 'object' || part === null) return part;
    if (isLines(part)) return { lines: (changed(part.lines.join('\n')) as string).split('\n') };
    return Object.fromEntries(
      Object.entries(part).map(([key, member]) => [changed(key) as string, changed(member)]),
    );
  };
  return changed(answer);
};

/** Whether this is a text of several lines, as `recording.ts` shows it. */
const isLines = (part: object): part is { readonly lines: readonly string[] } =>
  'lines' in part && Array.isArray(part.lines) && Object.keys(part).length === 1;

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
