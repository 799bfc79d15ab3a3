import { limits } from './limits.js';

/** The reason why a request was not served. Each API family has its own words, status and body for it. */
export type ProblemCode =
  | 'conflict'
  | 'forbidden'
  | 'idempotency-key-reused'
  | 'internal-error'
  | 'invalid-request'
  | 'malformed-json'
  | 'method-not-allowed'
  | 'not-acceptable'
  | 'not-found'
  | 'payload-too-large'
  | 'precondition-failed'
  | 'rate-limited'
  | 'unauthenticated'
  | 'unavailable'
  | 'unsupported-media-type';

/** A problem with one field. `path` is a JSON pointer (RFC 6901) into the body, or a parameter's name. */
export interface FieldProblem {
  readonly path: string;
  readonly message: string;
}

export interface ProblemDetails {
  /** The vendor's own name for the problem, for a family whose errors carry one. */
  readonly vendorCode?: string;
  readonly fields?: readonly FieldProblem[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** A request that is answered with an error. The message is a sentence that the caller may read. */
export class RequestProblem extends Error {
  readonly vendorCode: string | undefined;
  readonly fields: readonly FieldProblem[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly code: ProblemCode,
    message: string,
    { vendorCode, fields = [], headers = {}, cause }: ProblemDetails = {},
  ) {
    super(message, { cause });
    this.vendorCode = vendorCode;
    this.fields = fields;
    this.headers = headers;
  }
}

/** The status of each problem in HTTP's own terms (RFC 9110). A family may deviate where its vendor does. */
export const httpStatusOf: Readonly<Record<ProblemCode, number>> = {
  'malformed-json': 400,
  'invalid-request': 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'not-acceptable': 406,
  conflict: 409,
  'precondition-failed': 412,
  'payload-too-large': 413,
  'unsupported-media-type': 415,
  'idempotency-key-reused': 422,
  'rate-limited': 429,
  'internal-error': 500,
  unavailable: 503,
};

/**
 * Returns the problems of fields as one `invalid-request` whose message lists them all. Of very many, it
 * names the first and says how many there are.
 */
export const invalidRequest = (fields: readonly FieldProblem[]): RequestProblem => {
  const named = fields.slice(0, limits.maxFieldProblems);
  const left = fields.length - named.length;
  const all = left === 0 ? named : [...named, { path: '', message: `There are ${left} more problems` }];
  return new RequestProblem('invalid-request', all.map(({ message }) => message).join('; '), { fields: all });
};
