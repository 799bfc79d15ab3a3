import { ValidateBy, type ValidationOptions } from 'class-validator';
import type { Rank } from './rule-texts.js';

/** A rule of our own: what kind it is, what it requires, and which values satisfy it. */
interface Rule {
  /** The rank and the rule's own name: of several broken rules, the one with the first rank is reported. */
  readonly name: `${Rank}:${string}`;
  /** What is required, without the name of the field, as in `must be above 0`. */
  readonly text: string;
  readonly isMet: (value: unknown) => boolean;
}

/** Requires what the rule says. A value of a wrong type should meet a `range` or `form` rule. */
export const Rule = ({ name, text, isMet }: Rule, options?: ValidationOptions): PropertyDecorator =>
  ValidateBy({ name, validator: { validate: isMet, defaultMessage: () => text } }, options);
