import 'reflect-metadata';
import type { ValidationError } from 'class-validator';
import { classOf, fieldsOf, type FieldRule, isList, isNested } from './dto-fields.js';
import { exampleOf } from './example.js';
import type { FieldProblem } from '../request-problem.js';
import { type BrokenRule, firstBroken } from './rule-texts.js';

/** Where a field stands: as a JSON pointer, and as people write it, as in `affectedSurface.screenIds[1]`. */
interface Place {
  readonly path: string;
  readonly name: string;
}

const memberOf = ({ path, name }: Place, property: string): Place => ({
  path: `${path}/${property}`,
  name: name === '' ? property : `${name}.${property}`,
});

const itemOf = ({ path, name }: Place, index: number | string): Place => ({
  path: `${path}/${index}`,
  name: `${name}[${index}]`,
});

/** Returns what class-validator found wrong as at most one problem per field and item. */
export const fieldProblems = (errors: readonly ValidationError[], parent: Place): readonly FieldProblem[] =>
  errors.flatMap((error) => problemsOfField(error, parent));

const problemsOfField = (error: ValidationError, parent: Place): readonly FieldProblem[] => {
  const { target = {}, property, children = [] } = error;
  const value: unknown = error.value;
  const at = memberOf(parent, property);
  const rules = fieldsOf(classOf(target)).get(property) ?? [];
  const broken = firstBroken(rulesForField(rules), { object: target, value });
  const own = broken ?? (isList(rules) && !Array.isArray(value) ? NO_LIST : undefined);
  if (own !== undefined) return [problemAt(at, withExample(own, { error, rules }))];
  if (!Array.isArray(value)) return isNested(rules) ? fieldProblems(children, at) : [];
  return problemsOfItems(error, at);
};

/** Returns the rules for the field itself, without those for the items of a list. */
const rulesForField = (rules: readonly FieldRule[]): readonly FieldRule[] =>
  rules.filter(({ type, each }) => RULE_TYPES.has(type) && !each);

/** Rules for items do not say that there must be a list. */
const NO_LIST: BrokenRule = { rank: 'type', text: 'must be a list' };

const RULE_TYPES: ReadonlySet<string> = new Set(['customValidation', 'isDefined']);

const problemsOfItems = (
  { target = {}, property, value, children = [] }: ValidationError,
  at: Place,
): readonly FieldProblem[] => {
  const rules = (fieldsOf(classOf(target)).get(property) ?? []).filter(
    ({ type, each }) => each && RULE_TYPES.has(type),
  );
  return (value as readonly unknown[]).flatMap((item, index) => {
    const place = itemOf(at, index);
    const broken = firstBroken(rules, { object: target, value: item });
    if (broken !== undefined) return [problemAt(place, broken.text)];
    const child = children.find((candidate) => candidate.property === String(index));
    if (child === undefined) return [];
    return child.constraints === undefined
      ? fieldProblems(child.children ?? [], place)
      : [problemAt(place, 'must be an object')];
  });
};

const problemAt = ({ path, name }: Place, text: string): FieldProblem => ({
  path,
  message: `${name} ${text}`,
});

const withExample = (
  { rank, text }: BrokenRule,
  { error: { target = {}, property }, rules }: { error: ValidationError; rules: readonly FieldRule[] },
): string => {
  const whole = text === 'must be a list' && isListOfTexts(rules) ? `${text} of texts` : text;
  const example = exampleOf(classOf(target), property);
  const isHelpful =
    (rank === 'type' || rank === 'form') && !whole.includes('one of') && !whole.includes('as in');
  return example !== undefined && isHelpful ? `${whole}, as in ${example}` : whole;
};

const isListOfTexts = (rules: readonly FieldRule[]): boolean =>
  rules.some(({ each, name }) => each && name === 'isString');
