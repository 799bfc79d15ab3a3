import { foldedText, placeOf } from './folded-text.js';

/**
 * Where a number may begin: not within a word, but right after the name of what it is (`PANABCDE1234H`), and
 * after a character that an address or a JSON text writes with an escape.
 */
const BEGIN = String.raw`(?<=^|[^A-Za-z0-9]|(?<![A-Za-z0-9])(?:[Pp][Aa][Nn](?:[Nn][Oo])?|[Gg][Ss][Tt](?:[Ii][Nn])?)|%[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\[bfnrt])`;

/** Where a number may end. The registrations of former taxes are a PAN with two letters and three digits. */
const END = String.raw`(?=(?:[A-Za-z]{2}\d{3})?(?![A-Za-z0-9]))`;

/** What may stand between the parts of a number, the same in all places. */
const GAP = String.raw`(?: {1,2}| ?[-/._] ?)`;

/**
 * Parts with gaps are those of a number only if their letters are of one case, and if no word stands where its
 * last letter should: "March 2024 a hearing" and "House 1234 B" have none.
 */
const SEPARATED = [
  String.raw`[A-Z]{5}(?<gap1>${GAP})\d{4}(?:\k<gap1>)?[A-Z]`,
  String.raw`[A-Z]{5}\d{4}${GAP}[A-Z]`,
  String.raw`[a-z]{5}(?<gap2>${GAP})\d{4}(?:[a-z]|\k<gap2>[b-hj-z])`,
  String.raw`[a-z]{5}\d{4}${GAP}[b-hj-z]`,
  // In fours, and letter by letter.
  String.raw`[A-Za-z]{4}(?<gap3>[- ])[A-Za-z]\d{3}\k<gap3>\d[A-Za-z]`,
  String.raw`[A-Za-z](?<gap4>[-/._ ])(?:[A-Za-z]\k<gap4>){4}(?:\d\k<gap4>){4}[A-Za-z]`,
];

/** An Indian permanent account number, in any letter case, inside a longer text. */
const PAN = new RegExp(
  `${BEGIN}(?:${[String.raw`[A-Za-z]{5}\d{4}[A-Za-z]`, ...SEPARATED].join('|')})${END}`,
  'g',
);

const LOOSE_PAN = String.raw`(?:[A-Za-z]~){5}(?:\d~){4}[A-Za-z]`.replaceAll('~', '[-/._ ]{0,2}');

/**
 * A goods and services tax number: two digits of a state, a PAN, and three characters of which the second is
 * a letter, nearly always Z. Without gaps it is also recognised where the end is cut off or mistyped. With gaps the
 * end has to be right, as "12 March 2024 that" is no number.
 */
const GSTIN = new RegExp(
  String.raw`${BEGIN}\d(?:\d[A-Za-z]{5}\d{4}[A-Za-z][A-Za-z0-9]{0,3}|~\d~${LOOSE_PAN}~(?:[A-Za-z0-9]~[Zz]|\d~[A-Za-z])~[A-Za-z0-9])(?![A-Za-z0-9])`.replaceAll(
    '~',
    '[-/._ ]{0,2}',
  ),
  'g',
);

/** The letters and digits of a PAN that are masked: all but the first two and the last two. */
const MASKED = { from: 2, to: 8 } as const;

const STATE_DIGITS = 2;

/**
 * Masks every PAN in the text as `ABXXXXXX4H`, also within a GSTIN: enough to distinguish two people, too little
 * to identify either. What has the form of one is masked whatever it means, as a document's number may be one.
 * What stands between its letters stays.
 */
export const maskPan = (text: string): string => {
  const folded = foldedText(text);
  const masked = [...indicesOf(GSTIN, folded.text, STATE_DIGITS), ...indicesOf(PAN, folded.text, 0)];
  if (masked.length === 0) return text;
  const starts = [...new Set(masked)].sort((one, other) => one - other);
  let result = '';
  let end = 0;
  for (const index of starts) {
    const place = placeOf(folded, index);
    result += `${text.slice(end, place)}X`;
    end = place + String.fromCodePoint(text.codePointAt(place) ?? 0).length;
  }
  return result + text.slice(end);
};

/** Returns the indices of the characters to mask. Numbers may overlap: one may end with the letter that begins another. */
const indicesOf = (pattern: RegExp, text: string, before: number): readonly number[] => {
  const indices: number[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const { index, 0: number } = match;
    const significant = [...number.matchAll(/[A-Za-z0-9]/g)].map((one) => index + one.index);
    indices.push(...significant.slice(before + MASKED.from, before + MASKED.to));
    pattern.lastIndex = index + 1;
  }
  return indices;
};
