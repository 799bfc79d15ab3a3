import { getMetadataStorage, type ValidationArguments } from 'class-validator';
import type { FieldRule } from './dto-fields.js';
import { nearestOf } from './near-miss.js';

/**
 * The order in which the rules of a field are reported, whatever the order of its decorators: a length means
 * nothing for a number, nor a form for text that is too long.
 */
export const ranks = ['presence', 'type', 'range', 'form'] as const;
export type Rank = (typeof ranks)[number];

/** What a rule requires, without the name of the field. */
interface RuleText {
  readonly rank: Rank;
  /** Whether only text can satisfy the rule. */
  readonly isForText?: boolean;
  text(limits: readonly unknown[], value: unknown): string;
}

const fixed =
  (text: string): RuleText['text'] =>
  () =>
    text;

const counted = (count: unknown, unit: string): string => `${String(count)} ${unit}${count === 1 ? '' : 's'}`;

const lengthOf = (value: unknown): number => (typeof value === 'string' ? Array.from(value).length : 0);

const atLeast = (min: unknown, value: unknown): string =>
  min === 1 && lengthOf(value) === 0
    ? 'must not be empty'
    : `must have at least ${counted(min, 'character')}`;

const atMost = (max: unknown): string => `must have at most ${counted(max, 'character')}`;

const oneOf = ([values]: readonly unknown[], value: unknown): string => {
  const names = (values as readonly unknown[]).map(String);
  const allowed = names.length === 1 ? `must be ${names.join('')}` : `must be one of ${names.join(', ')}`;
  const meant = typeof value === 'string' ? nearestOf(value, names) : undefined;
  return meant === undefined ? allowed : `${allowed}: is ${meant} meant?`;
};

/** A value in quotes is the most frequent mistake for these types. */
const unquoted =
  (type: string): RuleText['text'] =>
  (_, value) =>
    typeof value === 'string' ? `${type}, without quotes` : type;

const TEXTS: Readonly<Record<string, RuleText>> = {
  isDefined: { rank: 'presence', text: fixed('is required') },
  isArray: { rank: 'type', text: fixed('must be a list') },
  isObject: { rank: 'type', text: fixed('must be an object') },
  isString: { rank: 'type', text: fixed('must be text') },
  isBoolean: { rank: 'type', text: unquoted('must be true or false') },
  isInt: { rank: 'type', text: unquoted('must be a whole number') },
  isNumber: { rank: 'type', text: unquoted('must be a number') },
  isLength: {
    rank: 'range',
    isForText: true,
    text: ([min, max], value) =>
      lengthOf(value) < Number(min) ? atLeast(min, value) : max === undefined ? '' : atMost(max),
  },
  minLength: { rank: 'range', isForText: true, text: ([min], value) => atLeast(min, value) },
  maxLength: { rank: 'range', isForText: true, text: ([max]) => atMost(max) },
  min: { rank: 'range', text: ([min]) => `must be at least ${String(min)}` },
  max: { rank: 'range', text: ([max]) => `must be at most ${String(max)}` },
  arrayMinSize: { rank: 'range', text: ([min]) => `must have at least ${counted(min, 'item')}` },
  arrayMaxSize: { rank: 'range', text: ([max]) => `must have at most ${counted(max, 'item')}` },
  isIn: { rank: 'form', text: oneOf },
  matches: { rank: 'form', isForText: true, text: fixed('must have the documented form') },
};

/** A rule that a value breaks: the rank of the problem, and what is required instead. */
export interface BrokenRule {
  readonly rank: Rank;
  readonly text: string;
}

/** Returns the first rule in the order of ranks that the value breaks; undefined if it breaks none. */
export const firstBroken = (
  rules: readonly FieldRule[],
  { object, value }: { readonly object: object; readonly value: unknown },
): BrokenRule | undefined => {
  // Decorators apply bottom up. Of two rules of one rank, the upper one is reported.
  const broken = rules.toReversed().flatMap((rule) => brokenBy(rule, { object, value }));
  for (const rank of ranks) {
    const found = broken.find((candidate) => candidate.rank === rank);
    if (found !== undefined) return found;
  }
  return undefined;
};

const brokenBy = (
  rule: FieldRule,
  { object, value }: { readonly object: object; readonly value: unknown },
): readonly BrokenRule[] => {
  const args: ValidationArguments = {
    targetName: '',
    property: rule.propertyName,
    object,
    value,
    constraints: rule.constraints,
  };
  return getMetadataStorage()
    .getTargetValidatorConstraints(rule.constraintCls)
    .filter(({ instance }) => instance.validate(value, args) !== true)
    .map(({ name, instance }) => described(name, { rule, args, standard: instance.defaultMessage?.(args) }));
};

const described = (
  name: string,
  { rule, args, standard }: { rule: FieldRule; args: ValidationArguments; standard: string | undefined },
): BrokenRule => {
  if (typeof args.value !== 'string' && isForText(name, args))
    return { rank: 'type', text: name === 'isIn' ? `must be text, ${valuesOf(args)}` : 'must be text' };
  const known = textOf(name);
  const text = ownText(rule, args) ?? known?.text(args.constraints, args.value) ?? standard ?? '';
  return { rank: known?.rank ?? rankIn(name), text: withoutName(text, rule.propertyName) };
};

const textOf = (name: string): RuleText | undefined => (Object.hasOwn(TEXTS, name) ? TEXTS[name] : undefined);

/** Returns the message that the decorator was given; undefined without one. */
const ownText = ({ message }: FieldRule, args: ValidationArguments): string | undefined =>
  typeof message === 'function' ? message(args) : message;

const withoutName = (text: string, property: string): string =>
  [`$property `, `${property} `].reduce(
    (rest, name) => (rest.startsWith(name) ? rest.slice(name.length) : rest),
    text,
  );

const valuesOf = ({ constraints }: ValidationArguments): string =>
  `one of ${(constraints[0] as readonly string[]).join(', ')}`;

const isForText = (name: string, { constraints }: ValidationArguments): boolean =>
  name === 'isIn'
    ? (constraints[0] as readonly unknown[]).every((item) => typeof item === 'string')
    : textOf(name)?.isForText === true;

/** Returns the rank in the name of a rule of our own, as in `range:amount`. */
const rankIn = (name: string): Rank => ranks.find((rank) => name.startsWith(`${rank}:`)) ?? 'form';
