import { readFileSync } from 'node:fs';

/**
 * Texts that were reworded since the recording was made, each as it was and as it is now. A new recording has the new
 * texts, and the list is emptied.
 */
export const changedTexts: readonly (readonly [from: string, to: string])[] = JSON.parse(
  readFileSync(new URL('../changed-texts.json', import.meta.url), 'utf8'),
) as [string, string][];

/** Replaces every old text in a recorded value, names included. */
export const withChangedTexts = (value: unknown, changes = changedTexts): unknown => {
  if (changes.length === 0) return value;
  const news = new Map(changes);
  // The longest first: a text may be part of another.
  const olds = [...news.keys()].sort((one, other) => other.length - one.length).map(escaped);
  const anyOld = new RegExp(olds.join('|'), 'g');
  const changed = (part: unknown): unknown => {
    if (typeof part === 'string') return part.replace(anyOld, (old) => news.get(old) ?? old);
    if (Array.isArray(part)) return part.map(changed);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(
      Object.entries(part).map(([name, member]) => [changed(name) as string, changed(member)]),
    );
  };
  return changed(value);
};

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
