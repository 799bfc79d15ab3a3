import 'reflect-metadata';
import type { Moment } from '#libs/event-store';
import { invalidRequest, IsDayOrInstant, validatedQuery } from '#libs/http';
import { IsOptional, Matches } from 'class-validator';

const COUNT = /^\d{1,18}$/;

export class MomentQuery {
  @IsOptional()
  @IsDayOrInstant()
  asOf?: string;

  @IsOptional()
  @Matches(COUNT, { message: '$property must be a revision, as in 12' })
  revision?: string;

  @IsOptional()
  @Matches(COUNT, { message: '$property must be a position of the log, as in 1200' })
  position?: string;
}

type MomentParameter = keyof MomentQuery;

/** The parameters that name a moment of one dispute, or of a list, which has no revision. */
export const MOMENT_OF_DISPUTE: readonly MomentParameter[] = ['asOf', 'revision', 'position'];
export const MOMENT_OF_LIST: readonly MomentParameter[] = ['asOf', 'position'];

/**
 * Splits a query into the parameter that names a moment of the past, if one does, and the others.
 *
 * @throws RequestProblem for a moment that cannot be read, or for more than one.
 */
export const takeMoment = (
  query: object,
  parameters: readonly MomentParameter[],
): { readonly named: MomentQuery; readonly rest: object } => {
  const isMoment = ([name]: [string, unknown]): boolean => parameters.some((parameter) => parameter === name);
  const entries = Object.entries(query);
  const named = entries.filter(isMoment);
  if (named.length > 1)
    throw invalidRequest(named.map(([path]) => ({ path, message: onlyOne(path, parameters) })));
  return {
    named: validatedQuery(MomentQuery, Object.fromEntries(named)),
    rest: Object.fromEntries(entries.filter((entry) => !isMoment(entry))),
  };
};

const onlyOne = (path: string, parameters: readonly string[]): string =>
  `${path} must be the only one of ${parameters.join(', ')}`;

/** Returns whether the text is written as a revision, and not as a day or an instant. */
export const isRevision = (text: string): boolean => COUNT.test(text);

/** The moment after every event of a stream. */
export const LATEST: Moment = { kind: 'revision', revision: BigInt(Number.MAX_SAFE_INTEGER) };
