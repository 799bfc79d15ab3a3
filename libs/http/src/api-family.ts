import type { RequestProblem } from './request-problem.js';

export interface ProblemAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: object;
}

/**
 * The paths of one API and the one shape that every error on them has, also the errors that no controller
 * writes: malformed JSON, an unknown sub-route, a wrong method, a body that is too large.
 */
export interface ApiFamily {
  readonly name: string;
  /** Headers of every answer, such as the version of the contract. */
  readonly headers: Readonly<Record<string, string>>;
  /** Where the vendor's callers send their own correlation id, and look for it in the answer; in lower case. */
  readonly correlationHeader?: string;
  ownsPath(path: string): boolean;
  answer(
    problem: RequestProblem,
    request: { readonly correlationId: string; readonly path: string },
  ): ProblemAnswer;
}

/** Whether the path is the root itself or lies under it. */
export const isUnder = (root: string, path: string): boolean => path === root || path.startsWith(`${root}/`);
