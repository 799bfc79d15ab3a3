import { Rule } from '#libs/http';
import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { limits } from './billtrust.limits.js';

const DECIMAL = /^\d+(?:\.\d+)?$/;
const MUST_HAVE_DIGITS = `must have at most ${limits.maxAmountDigits} digits, as in 120.50`;

/**
 * Validates an amount: a JSON number, or decimal text, which keeps a trailing zero
 * (docs/vendors/billtrust.md, "Amounts").
 */
export const IsAmount = (): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => decimalOf(value)),
    Rule({
      name: 'type:amount',
      text: 'must be a number, or decimal text, as in 120.50',
      isMet: (value) => typeof value === 'number' || typeof value === 'string',
    }),
    Rule({
      name: 'range:amount-sign',
      text: 'must not be negative, as in 120.50',
      isMet: unlessAmount((text) => !/^-[\d.]/.test(text)),
    }),
    Rule({
      name: 'range:amount-digits',
      text: MUST_HAVE_DIGITS,
      isMet: unlessAmount((text) => !/^\d+(?:\.\d+)?e\+\d+$/i.test(text) && hasFewDigits(text)),
    }),
    Rule({
      name: 'form:amount',
      text: 'must be digits with a point, as in 120.50, without commas, signs or letters',
      isMet: unlessAmount((text) => DECIMAL.test(text)),
    }),
  );

/** Returns a number or text as decimal text where it has such a form. Anything else is left as it is. */
const decimalOf = (value: unknown): unknown => {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && DECIMAL.test(text.trim()) ? text.trim() : value;
};

const unlessAmount =
  (isMet: (text: string) => boolean) =>
  (value: unknown): boolean =>
    (typeof value !== 'number' && typeof value !== 'string') || isMet(String(value));

const hasFewDigits = (text: string): boolean =>
  !DECIMAL.test(text) || plain(text).replace('.', '').replace(/^0+/, '').length <= limits.maxAmountDigits;

/** Returns the decimal without the zeros at the end of its fraction, which change nothing. */
const plain = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);

/** Returns what is wrong with the decimals of a sound amount for its currency, or null. */
export const decimalsFault = (amount: string, currencyCode: string | null): string | null => {
  const [, fraction = ''] = plain(amount).split('.');
  const most = Math.max(limits.usualAmountDecimals, minorDigits(currencyCode));
  if (fraction.length <= most) return null;
  const where = currencyCode === null ? '' : ` in ${currencyCode}`;
  return `must have at most ${most} decimals${where}, as in 120.50`;
};

/** Returns how many decimals the currency has (ISO 4217). */
const minorDigits = (currencyCode: string | null): number =>
  currencyCode === null
    ? limits.usualAmountDecimals
    : (new Intl.NumberFormat('en', { style: 'currency', currency: currencyCode }).resolvedOptions()
        .maximumFractionDigits ?? limits.usualAmountDecimals);
