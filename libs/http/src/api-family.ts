import type { RequestProblem } from './request-problem.js';

export interface ProblemAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: object;
}

/**
 * The paths of one API and the one form of every error on them, including errors that no controller raises:
 * malformed JSON, an unknown sub-route, a wrong method, a body that is too large.
 */
export interface ApiFamily {
  readonly name: string;
  /** Headers of every answer, such as the version of the contract. */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * The header, in lower case, in which the vendor's callers send their correlation id and expect it back.
   */
  readonly correlationHeader?: string;
  ownsPath(path: string): boolean;
  answer(
    problem: RequestProblem,
    request: { readonly correlationId: string; readonly path: string },
  ): ProblemAnswer;
}

/** Returns whether the path is the root itself or lies under it. */
export const isUnder = (root: string, path: string): boolean => path === root || path.startsWith(`${root}/`);
