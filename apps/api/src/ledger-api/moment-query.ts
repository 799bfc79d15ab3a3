import 'reflect-metadata';
import type { LogMoment, Moment } from '#libs/event-store';
import { invalidRequest, validatedQuery } from '#libs/http';
import { IsOptional, IsRFC3339, Matches } from 'class-validator';
import { instantOf } from './ledger-api.translate.js';

const COUNT = /^\d{1,18}$/;

class MomentQuery {
  @IsOptional()
  @IsRFC3339()
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
 * Splits a query into the moment of the past that it names, undefined for now, and its other parameters.
 *
 * @throws RequestProblem for a moment that cannot be read, or for more than one.
 */
export const takeMoment = (
  query: object,
  parameters: readonly MomentParameter[],
): { readonly moment: Moment | undefined; readonly rest: object } => {
  const isMoment = ([name]: [string, unknown]): boolean => parameters.some((parameter) => parameter === name);
  const entries = Object.entries(query);
  const named = entries.filter(isMoment);
  if (named.length > 1)
    throw invalidRequest(named.map(([path]) => ({ path, message: onlyOne(path, parameters) })));
  return {
    moment: momentOf(validatedQuery(MomentQuery, Object.fromEntries(named))),
    rest: Object.fromEntries(entries.filter((entry) => !isMoment(entry))),
  };
};

/**
 * Returns the moment of a query that has no other parameters.
 *
 * @throws RequestProblem for a moment that cannot be read, for more than one, or for another parameter.
 */
export const onlyMoment = (query: object, parameters: readonly MomentParameter[]): Moment | undefined => {
  const { moment, rest } = takeMoment(query, parameters);
  const unknown = Object.keys(rest);
  if (unknown.length === 0) return moment;
  throw invalidRequest(unknown.map((path) => ({ path, message: `property ${path} should not exist` })));
};

const onlyOne = (path: string, parameters: readonly string[]): string =>
  `${path} must be the only one of ${parameters.join(', ')}`;

const momentOf = ({ asOf, revision, position }: MomentQuery): Moment | undefined => {
  if (asOf !== undefined) return { kind: 'instant', instant: instantOf('asOf', asOf) };
  if (revision !== undefined) return { kind: 'revision', revision: BigInt(revision) };
  if (position !== undefined) return { kind: 'position', position: BigInt(position) };
  return undefined;
};

/** Returns the moment of a list, which no query can name by a revision. */
export const logMomentOf = (moment: Moment | undefined): LogMoment | undefined =>
  moment?.kind === 'revision' ? undefined : moment;

/**
 * Reads a revision or an instant, depending on how the text is written.
 *
 * @throws RequestProblem for anything else.
 */
export const momentFrom = (parameter: string, text: string): Moment => {
  if (COUNT.test(text)) return { kind: 'revision', revision: BigInt(text) };
  if (/^\d{4}-\d{2}-\d{2}[Tt ]/.test(text)) return { kind: 'instant', instant: instantOf(parameter, text) };
  throw invalidRequest([
    { path: parameter, message: `${parameter} must be a revision or an RFC 3339 instant` },
  ]);
};

/** The moment after every event of a stream. */
export const LATEST: Moment = { kind: 'revision', revision: BigInt(Number.MAX_SAFE_INTEGER) };
