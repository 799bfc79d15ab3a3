import 'reflect-metadata';
import { validateSync } from 'class-validator';
import { knownNamesOf, fieldsOf, isList } from './dto-fields.js';
import { instanceOf } from './dto-instance.js';
import { fieldProblems } from './field-problems.js';
import { withNearMisses } from './missing-fields.js';
import { nearestOf } from './near-miss.js';
import { inDocumentOrder } from './problem-order.js';
import { type FieldProblem, invalidRequest } from '../request-problem.js';
import { type Sound, soundOf } from './sound-fields.js';

/** How a value is validated beyond the rules of its fields. */
export interface Validation<Dto> {
  /** The JSON pointer of the value in the body, for the paths of problems. */
  readonly parent?: string;
  /**
   * Returns the broken rules between fields. It sees the sound fields only, so that it reports beside the
   * problems of single fields and never repeats one of them.
   */
  readonly rules?: (sound: Sound<Dto>) => readonly FieldProblem[];
  /** Unknown members are dropped, because vendors add fields in minor versions, unless they are refused. */
  readonly unknownMembers?: 'dropped' | 'refused';
}

/**
 * Returns the value as the DTO. `how` may be the parent alone.
 *
 * @throws RequestProblem that names every wrong field and every broken rule, in the order of the DTO's fields.
 */
export const validated = <Dto extends object>(
  dto: new () => Dto,
  value: object,
  how: Validation<Dto> | string = {},
): Dto => {
  const { parent = '', rules, unknownMembers } = typeof how === 'string' ? { parent: how } : how;
  const instance = instanceOf(dto, value);
  const problems = problemsIn(instance, { parent, rules });
  const unknown = unknownMembers === 'refused' ? unknownIn(value, { dto, kind: 'member' }) : [];
  if (problems.length + unknown.length === 0) return instance;
  throw invalidRequest([
    ...withNearMisses(inDocumentOrder(problems, { instance, parent }), { instance, value, parent }),
    ...unknown.map(({ path, message }) => ({ path: `${parent}/${path}`, message })),
  ]);
};

/**
 * Returns the query as the DTO. Unknown parameters are rejected: a filter that is silently ignored would
 * return the wrong list. So is a parameter that is given more than once and read once.
 *
 * @throws RequestProblem that names every wrong or unknown parameter.
 */
export const validatedQuery = <Dto extends object>(
  dto: new () => Dto,
  query: object,
  rules?: Validation<Dto>['rules'],
): Dto => {
  const instance = instanceOf(dto, query);
  const repeated = repeatedIn(query, dto);
  const found = problemsIn(instance, { parent: '', rules });
  const others = found.filter(({ path }) => !repeated.some((parameter) => parameter.path === path));
  const problems = inDocumentOrder([...repeated, ...others], { instance, parent: '' });
  const unknown = unknownIn(query, { dto, kind: 'parameter' });
  if (problems.length + unknown.length === 0) return instance;
  throw invalidRequest([...ofParameters(problems), ...unknown]);
};

/**
 * Returns the problems under the names of their parameters. How a list is written in a query is the caller's
 * choice, so that its items have no place to name.
 */
const ofParameters = (problems: readonly FieldProblem[]): readonly FieldProblem[] => {
  const messages = new Map<string, string>();
  for (const { path, message } of problems) {
    const [parameter = ''] = path.slice(1).split('/');
    if (!messages.has(parameter)) messages.set(parameter, message.replace(/^(\w+)\[\d+\]/, '$1'));
  }
  return [...messages].map(([path, message]) => ({ path, message }));
};

/** Returns a problem for each parameter that is given more than once and is no list. */
const repeatedIn = (query: object, dto: new () => object): readonly FieldProblem[] =>
  [...fieldsOf(dto)]
    .filter(([name, rules]) => !isList(rules) && Array.isArray(ownMember(query, name)))
    .map(([name]) => ({ path: `/${name}`, message: `${name} must be given once` }));

const ownMember = (value: object, name: string): unknown =>
  Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;

const problemsIn = <Dto extends object>(
  instance: Dto,
  { parent, rules }: { readonly parent: string; readonly rules: Validation<Dto>['rules'] },
): readonly FieldProblem[] => {
  const errors = validateSync(instance, { whitelist: true, forbidUnknownValues: false });
  const problems = errors.length === 0 ? [] : fieldProblems(errors, { path: parent, name: '' });
  return rules === undefined ? problems : [...problems, ...rules(soundOf(instance, { problems, parent }))];
};

interface KnownNames {
  readonly dto: new () => object;
  readonly kind: 'member' | 'parameter';
}

const unknownIn = (value: object, { dto, kind }: KnownNames): readonly FieldProblem[] => {
  const fields = fieldsOf(dto);
  const unknown = Object.keys(value).filter((name) => !fields.has(name));
  return unknown.length === 0 ? [] : unknownNames(unknown, { known: knownNamesOf(dto), kind });
};

/** Returns a problem for each name that is not known, with the known one that it is near to. */
export const unknownNames = (
  names: readonly string[],
  { known, kind }: { readonly known: readonly string[]; readonly kind: KnownNames['kind'] },
): readonly FieldProblem[] =>
  names
    .filter((name) => !known.includes(name))
    .map((name) => {
      const meant = nearestOf(name, known);
      const hint = meant === undefined ? '' : `: is ${meant} meant?`;
      const there =
        known.length === 0 ? `There are no ${kind}s here.` : `The ${kind}s here are: ${known.join(', ')}.`;
      return { path: name, message: `Unknown ${kind} ${name}${hint === '' ? '.' : hint} ${there}` };
    });
