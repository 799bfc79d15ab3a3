import type { ChangeRefusal, DisputeChanged, IllegalMove } from '#libs/disputes';
import { type ApiFamily, httpStatusOf, isUnder, type ProblemCode, RequestProblem } from '#libs/http';
import { ENFINITOS } from './enfinitos.credential.js';
import { STATE_OF_STAGE } from './enfinitos.states.js';

/** The contract version on every answer, also on errors (docs/vendors/enfinitos.md, "Contract version"). */
export const CONTRACT_VERSION = 'v1.0';

/** The vendor's code for each problem that any route can have. */
const VENDOR_CODE = {
  'malformed-json': 'INVALID_JSON',
  'invalid-request': 'VALIDATION_ERROR',
  unauthenticated: 'UNAUTHENTICATED',
  forbidden: 'SCOPE_MISSING',
  'not-found': 'NOT_FOUND',
  'method-not-allowed': 'METHOD_NOT_ALLOWED',
  'not-acceptable': 'NOT_ACCEPTABLE',
  conflict: 'CONFLICT',
  'precondition-failed': 'PRECONDITION_FAILED',
  'payload-too-large': 'PAYLOAD_TOO_LARGE',
  'unsupported-media-type': 'UNSUPPORTED_MEDIA_TYPE',
  'idempotency-key-reused': 'IDEMPOTENCY_KEY_REUSED',
  'rate-limited': 'RATE_LIMITED',
  'internal-error': 'INTERNAL_ERROR',
  unavailable: 'UNAVAILABLE',
} as const satisfies Record<ProblemCode, string>;

/** `{ok:false,error:{code,message,details?},contractVersion}` for every error. */
export const enfinitosFamily: ApiFamily = {
  name: ENFINITOS,
  headers: {},
  ownsPath: (path) => isUnder('/v1/disputes', path),
  answer: ({ code, vendorCode, message, fields }) => ({
    status: httpStatusOf[code],
    contentType: 'application/json; charset=utf-8',
    body: {
      ok: false,
      error: {
        code: vendorCode ?? VENDOR_CODE[code],
        message,
        ...(fields.length > 0 && { details: fields }),
      },
      contractVersion: CONTRACT_VERSION,
    },
  }),
};

type Refusal = Extract<DisputeChanged, { outcome: 'rejected' }>;

/** Each refusal as a problem, with the vendor's own code where it has one. */
const PROBLEM_OF_REFUSAL = {
  'dispute-not-found': ['not-found', 'DISPUTE_NOT_FOUND'],
  'dispute-exists': ['conflict', 'DISPUTE_EXISTS'],
  'dispute-of-another-institution': ['not-found', 'DISPUTE_NOT_FOUND'],
  'illegal-move': ['conflict', 'ILLEGAL_TRANSITION'],
  'not-the-opener': ['precondition-failed', 'ACTOR_MISMATCH'],
  'dispute-not-open': ['conflict', 'ILLEGAL_TRANSITION'],
  'reservation-lapsed': ['conflict', 'CONCURRENT_CHANGE'],
  'reservation-used': ['conflict', 'CONCURRENT_CHANGE'],
  'concurrent-change': ['conflict', 'CONCURRENT_CHANGE'],
  'revision-mismatch': ['precondition-failed', 'PRECONDITION_FAILED'],
  'idempotency-key-reused': ['idempotency-key-reused', 'IDEMPOTENCY_KEY_REUSED'],
  'token-already-used': ['unauthenticated', 'UNAUTHENTICATED'],
} as const satisfies Record<ChangeRefusal, readonly [ProblemCode, string]>;

export const problemOf = (refusal: Refusal): RequestProblem => {
  const [problem, vendorCode] = PROBLEM_OF_REFUSAL[refusal.code];
  if (vendorCode === 'DISPUTE_NOT_FOUND') return disputeNotFound();
  const message = refusal.code === 'illegal-move' ? illegalTransition(refusal.details) : refusal.message;
  return new RequestProblem(problem, message, { vendorCode });
};

/** Names the state and the legal moves in the vendor's words. */
const illegalTransition = (details: Refusal['details']): string => {
  const { from, to, legal } = details as unknown as IllegalMove;
  const moves =
    legal.length === 0
      ? 'it is over'
      : `it may become ${legal.map((stage) => STATE_OF_STAGE[stage]).join(', ')}`;
  return `The dispute is ${STATE_OF_STAGE[from]} and cannot become ${STATE_OF_STAGE[to]}: ${moves}.`;
};

/** Returns the same 404 for a dispute that does not exist and for one of another organisation. */
export const disputeNotFound = (): RequestProblem =>
  new RequestProblem('not-found', 'There is no such dispute.', { vendorCode: 'DISPUTE_NOT_FOUND' });
