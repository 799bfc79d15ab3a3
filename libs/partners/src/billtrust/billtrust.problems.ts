import type { ConfigurationChangeRefusal } from '#libs/dispute-configuration';
import type { ChangeRefusal } from '#libs/disputes';
import { type ApiFamily, httpStatusOf, isUnder, type ProblemCode, RequestProblem } from '#libs/http';
import { BILLTRUST } from './billtrust.credential.js';

/** The document's own base path, and the one that the vendor's pages also show. */
const ROOTS = ['/dispute/v1/tenants', '/v1/tenants'];

/** The contract version that every answer states. */
const API_VERSION = '1.0.0';

/** `{status, correlationId, errors[]}` for every error: one string per problem. */
export const billtrustFamily: ApiFamily = {
  name: BILLTRUST,
  headers: { 'X-API-Version': API_VERSION },
  correlationHeader: 'x-bt-corr-id',
  ownsPath: (path) => ROOTS.some((root) => isUnder(root, path)),
  answer: ({ code, message, fields }, { correlationId }) => ({
    status: httpStatusOf[code],
    contentType: 'application/json; charset=utf-8',
    body: {
      status: httpStatusOf[code],
      correlationId,
      errors: fields.length > 0 ? fields.map((field) => field.message) : [message],
    },
  }),
};

/** Something unknown in a body is a bad request (400); something unknown in the path is not found (404). */
const PROBLEM_OF_REFUSAL = {
  'category-in-use': 'conflict',
  'category-not-found': 'not-found',
  'category-unknown': 'invalid-request',
  'categories-disagree': 'invalid-request',
  'code-is-fixed': 'invalid-request',
  'default-reason-unknown': 'invalid-request',
  'reason-code-taken': 'conflict',
  'reason-is-default': 'conflict',
  'reason-linked': 'conflict',
  'reason-not-found': 'not-found',
  'resolution-linked': 'conflict',
  'resolution-not-found': 'not-found',
  'too-many-translations': 'conflict',
  'dispute-not-found': 'not-found',
  'dispute-exists': 'conflict',
  'dispute-of-another-institution': 'not-found',
  'dispute-not-open': 'conflict',
  'notes-not-recorded': 'conflict',
  'illegal-move': 'conflict',
  'not-the-opener': 'forbidden',
  'reservation-lapsed': 'conflict',
  'reservation-used': 'conflict',
  'concurrent-change': 'conflict',
  'revision-mismatch': 'precondition-failed',
  'idempotency-key-reused': 'idempotency-key-reused',
  'token-already-used': 'forbidden',
} as const satisfies Record<ConfigurationChangeRefusal | ChangeRefusal, ProblemCode>;

type Refusal = { readonly code: ConfigurationChangeRefusal | ChangeRefusal; readonly message: string };

export const problemOf = ({ code, message }: Refusal): RequestProblem =>
  new RequestProblem(PROBLEM_OF_REFUSAL[code], message);

/**
 * Returns the problem for a refused link. The path names the dispute, so a reason or resolution that the body
 * names and the tenant does not have is a bad request.
 */
export const referenceProblemOf = (refusal: Refusal): RequestProblem =>
  refusal.code === 'reason-not-found' || refusal.code === 'resolution-not-found'
    ? new RequestProblem('invalid-request', refusal.message)
    : problemOf(refusal);

/** Returns the 404 for something that the tenant does not have, whatever the reason. */
export const notFound = (what: 'category' | 'dispute' | 'reason' | 'resolution'): RequestProblem =>
  new RequestProblem('not-found', `There is no such ${what}.`);
