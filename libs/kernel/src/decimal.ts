/** Every double preserves this many digits. A number with more may have been changed before it reached us. */
const MAX_SIGNIFICANT_DIGITS = 15;

const PLAIN_DECIMAL = /^(\d+)(?:\.(\d+))?$/;

/**
 * Returns a non-negative JSON number as plain decimal text ("1500.5"), which is how the ledger keeps money:
 * never as a float. Returns null when the number is negative or not finite, is written with an exponent, or
 * has more than 15 significant digits or `maxFractionDigits` decimals.
 */
export const decimalText = (value: number, maxFractionDigits: number): string | null => {
  const text = String(value);
  const match = PLAIN_DECIMAL.exec(text);
  if (match === null) return null;
  const [, whole = '', fraction = ''] = match;
  if (fraction.length > maxFractionDigits) return null;
  if ((whole + fraction).replace(/^0+/, '').length > MAX_SIGNIFICANT_DIGITS) return null;
  return text;
};
