/** A text in which one letter has one spelling, and the places of its characters in the text as it was written. */
export interface FoldedText {
  readonly text: string;
  /** Where each character of `text` begins in the original, and after the last one, where that ends. */
  readonly places: readonly number[];
}

const ASCII = /^[\u0000-\u007f]*$/;

/** Characters without a width. They can stand inside a number, and nobody sees them. */
const INVISIBLE = /^[\p{Cf}\p{Mn}\p{Variation_Selector}]$/u;

const BLANK = /^[\s\u2800\u3164]$/u;

const HYPHEN = /^[\p{Pd}\u2010-\u2015\u2212\u30fb\u00b7\u2022]$/u;

/**
 * Returns the text with full-width and other compatible letters and digits as the plain ones (Unicode's NFKC),
 * each blank as a space, each dash as a hyphen, and without invisible characters.
 */
export const foldedText = (original: string): FoldedText => {
  if (ASCII.test(original)) return { text: original.replace(/\s/g, ' '), places: [] };
  let text = '';
  const places: number[] = [];
  let place = 0;
  for (const character of original) {
    const folded = foldedCharacter(character);
    if (folded !== '') places.push(place);
    text += folded;
    place += character.length;
  }
  return { text, places };
};

/** Returns one character of one code unit, or nothing for an invisible one. */
const foldedCharacter = (character: string): string => {
  if (INVISIBLE.test(character)) return '';
  if (BLANK.test(character)) return ' ';
  if (HYPHEN.test(character)) return '-';
  const compatible = character.normalize('NFKC');
  return /^[\u0000-\u007f]$/.test(compatible) ? compatible : '\ufffd';
};

/** Returns the place in the original text of a character of the folded one. */
export const placeOf = ({ places }: FoldedText, index: number): number => places[index] ?? index;
