/** More digits than a double can tell apart: such a number was changed before we saw it. */
const MAX_SIGNIFICANT_DIGITS = 15;

const PLAIN_DECIMAL = /^(\d+)(?:\.(\d+))?$/;

/**
 * A non-negative JSON number as plain decimal text ("1500.5"), the way the ledger keeps money: never a float.
 * Null when the number is negative, has an exponent or more than 15 significant digits, or more than
 * `maxFractionDigits` decimals.
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
