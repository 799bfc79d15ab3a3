import {
  knownNamesOf,
  type FieldProblem,
  invalidRequest,
  RequestProblem,
  type Sound,
  validated,
} from '#libs/http';
import { misspelt, withSentNames } from './billtrust.names.js';

/** A body as far as it is sound, for rules and references that need more than one field. */
export interface PartialBody<Dto> {
  readonly fields: Sound<Dto>;
  /** Returns whether the body has the field, in whatever spelling, sound or not, and not as null. */
  isSent(field: keyof Dto & string): boolean;
}

/** Finds what is wrong with the body beyond its fields. */
export type Lookup<Dto> = (body: PartialBody<Dto>) => Promise<readonly FieldProblem[]>;

export interface ReadBody<Dto> {
  readonly dto: Dto;
  readonly body: PartialBody<Dto>;
}

/**
 * Returns the body as the DTO, and as a lookup needs it. An unknown field is kept in the event as it was
 * received, unless its name is that of a known one in other letters: its value would be lost.
 *
 * @throws RequestProblem that names every wrong field, with what the lookup finds wrong with the others.
 */
export const readBody = async <Dto extends object>(
  dto: new () => Dto,
  sent: object,
  lookup: Lookup<Dto> = nothingToLookUp,
): Promise<ReadBody<Dto>> => {
  let fields = {} as Sound<Dto>;
  const strange = misspelt(Object.keys(sent), knownNamesOf(dto));
  const body: PartialBody<Dto> = {
    get fields() {
      return fields;
    },
    isSent: (field) =>
      (Object.hasOwn(sent, field) && Reflect.get(sent, field) != null) ||
      strange.some(({ meant }) => meant === field),
  };
  const attempt = problemsOf(() =>
    validated(dto, sent, {
      rules: (sound) => {
        fields = sound;
        return [];
      },
    }),
  );
  const misspellings = strange
    .filter(({ meant }) => !attempt.problems.some(({ path }) => path === `/${meant}`))
    .map(({ name, meant }) => ({ path: `/${name}`, message: `${name} is unknown: is ${meant} meant?` }));
  const problems = [...withSentNames(attempt.problems, sent, knownNamesOf(dto)), ...misspellings];
  if (problems.length === 0 && attempt.dto !== null) return { dto: attempt.dto, body };
  throw invalidRequest([...problems, ...(await lookup(body))]);
};

const nothingToLookUp = (): Promise<readonly FieldProblem[]> => Promise.resolve([]);

const problemsOf = <Dto>(
  read: () => Dto,
): { readonly dto: Dto | null; readonly problems: readonly FieldProblem[] } => {
  try {
    return { dto: read(), problems: [] };
  } catch (error) {
    if (error instanceof RequestProblem && error.fields.length > 0)
      return { dto: null, problems: error.fields };
    throw error;
  }
};
