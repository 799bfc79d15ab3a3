/** Why a JSON number is not the number that its text says; undefined if it is. */
export type Inexact = 'too-large' | 'unsafe-integer' | 'too-many-digits';

/** Up to 15 digits always survive as a double. */
const SHORT = /^-?(?=[\d.]{1,16}$)\d{1,15}(?:\.\d+)?$/;

/**
 * Returns why the number is changed by being read as a double, as every reader of JSON does (RFC 7493 section
 * 2.2). Another number that is changed to the same double would have the same digest.
 */
export const inexactnessOf = (text: string): Inexact | undefined => {
  if (SHORT.test(text)) return undefined;
  const value = Number(text);
  if (!Number.isFinite(value)) return 'too-large';
  if (Number.isInteger(value))
    return Number.isSafeInteger(value) ? whenChanged(text, value) : 'unsafe-integer';
  return whenChanged(text, value);
};

const whenChanged = (text: string, value: number): Inexact | undefined =>
  normalOf(text) === normalOf(String(value)) ? undefined : 'too-many-digits';

const NUMBER = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** Returns the magnitude as its significant digits and the power of ten that they are multiplied with. */
const normalOf = (text: string): string => {
  const [, whole = '', fraction = '', exponent = '0'] = NUMBER.exec(text) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  return `${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
};
