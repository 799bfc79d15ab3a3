import { decimalText } from '#libs/kernel';
import { applyDecorators } from '@nestjs/common';
import { Rule } from './rule.js';

/** A double tells 15 significant digits apart. Larger amounts may have been changed on their way. */
const MAX_DIGITS = 15;
const MAX_AMOUNT = 10 ** MAX_DIGITS - 1;

/** Requires a JSON number of 0 or more that a double holds exactly, with so many decimals at most. */
export const IsAmount = ({ decimals }: { readonly decimals: number }): PropertyDecorator =>
  applyDecorators(
    Rule({ name: 'type:amount', text: 'must be a number, as in 1500.50', isMet: isNumber }),
    Rule({
      name: 'range:amount-min',
      text: 'must be at least 0',
      isMet: unlessNumber((value) => value >= 0),
    }),
    Rule({
      name: 'range:amount-max',
      text: `must be at most ${MAX_AMOUNT}`,
      isMet: unlessNumber((value) => value <= MAX_AMOUNT),
    }),
    Rule({
      name: 'form:amount-decimals',
      text: `must have at most ${decimals} decimals`,
      isMet: unlessNumber((value) => decimalsOf(value) <= decimals),
    }),
    Rule({
      name: 'form:amount-digits',
      text: `must have at most ${MAX_DIGITS} digits in all`,
      isMet: unlessNumber((value) => decimalsOf(value) > decimals || decimalText(value, decimals) !== null),
    }),
  );

const isNumber = (value: unknown): boolean => typeof value === 'number';

const unlessNumber =
  (isMet: (value: number) => boolean) =>
  (value: unknown): boolean =>
    typeof value !== 'number' || isMet(value);

/** Counts the decimals as JSON writes them; a number that is written with a negative exponent has many. */
const decimalsOf = (value: number): number => {
  const text = String(value);
  return text.includes('e-') ? Infinity : (text.split('.')[1] ?? '').length;
};

const DECIMAL = /^\d+(?:\.\d+)?$/;

interface DecimalForm {
  /** How many digits may stand before the point, and after it. */
  readonly digits: number;
  readonly decimals: number;
}

/** Requires a decimal above 0 as text, which keeps digits that a JSON number would lose. */
export const IsPositiveDecimal = ({ digits, decimals }: DecimalForm): PropertyDecorator =>
  applyDecorators(
    Rule({
      name: 'type:decimal',
      text: 'must be a decimal in quotes, as in "1200.50"',
      isMet: (value) => typeof value === 'string',
    }),
    Rule({
      name: 'range:decimal-digits',
      text: `must have at most ${digits} digits before the point`,
      isMet: unlessDecimal(([whole = '']) => whole.replace(/^0+(?=\d)/, '').length <= digits),
    }),
    Rule({
      name: 'range:decimal-sign',
      text: 'must be above 0',
      isMet: unlessDecimal((parts) => /[1-9]/.test(parts.join(''))),
    }),
    Rule({
      name: 'form:decimal',
      text: 'must be a decimal in quotes, as in "1200.50"',
      isMet: (value) => typeof value !== 'string' || DECIMAL.test(value),
    }),
    Rule({
      name: 'form:decimal-decimals',
      text: `must have at most ${decimals} decimals`,
      isMet: unlessDecimal(([, fraction = '']) => fraction.length <= decimals),
    }),
  );

const unlessDecimal =
  (isMet: (parts: readonly string[]) => boolean) =>
  (value: unknown): boolean =>
    typeof value !== 'string' || !DECIMAL.test(value) || isMet(value.split('.'));
