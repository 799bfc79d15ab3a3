import { distance } from 'fastest-levenshtein';

/** In a short word, two edits make any other word of its length. */
const SHORT = 4;

/** In fewer letters than this, one edit leaves nothing of what was meant. A digit that differs is no slip at all. */
const FEWEST_LETTERS = 3;

/** Returns the candidate that was probably meant by the text: near in spelling, whatever its case and dashes. */
export const nearestOf = (text: string, candidates: Iterable<string>): string | undefined => {
  let nearest: string | undefined;
  let least = Infinity;
  const plain = plainOf(text);
  for (const candidate of candidates) {
    const edits = candidate === text ? Infinity : editsBetween(plain, plainOf(candidate));
    if (edits >= least) continue;
    nearest = candidate;
    least = edits;
  }
  return nearest;
};

const plainOf = (text: string): string => text.toLowerCase().replace(/[\s_-]/g, '');

/** Returns the number of edits between the words; infinity if they are more than a slip. */
const editsBetween = (one: string, other: string): number => {
  if (one === other) return 0;
  if (Math.min(lettersIn(one), lettersIn(other)) < FEWEST_LETTERS) return Infinity;
  const allowed = Math.min(one.length, other.length) <= SHORT ? 1 : 2;
  // The distance is at least the difference of the lengths. A long name costs nothing this way.
  if (Math.abs(one.length - other.length) > allowed) return Infinity;
  const edits = distance(one, other);
  if (edits <= allowed) return edits;
  return edits === 2 && sortedOf(one) === sortedOf(other) ? edits : Infinity;
};

/** Letters in another order are one slip of the hand, and two edits. */
const sortedOf = (text: string): string => Array.from(text).sort().join('');

const lettersIn = (text: string): number => text.replace(/\P{L}/gu, '').length;
