import { plainText } from '#libs/kernel';

/**
 * The places before what a spreadsheet would take for a formula, or psql for the end of the file: at the begin
 * of a line of the text, behind any apostrophes that stand there. A line ends as it does for a reader of
 * Unicode.
 */
const UNGUARDED =
  /(?<![^\n\r\u2028\u2029])(?='*(?:[=+\-@\t\r\uFF0B\uFF0D\uFF1D\uFF20]|\\\.(?![^\n\r\u2028\u2029])))/g;

/**
 * Returns the text as a cell has it: plain, and with an apostrophe before each line that would be a formula.
 * Apostrophes that already stand before such a line get one more, so that taking one away returns the text
 * (docs/lists.md, "Formulas").
 */
export const cellText = (text: string): string => plainText(text).replace(UNGUARDED, "'");
