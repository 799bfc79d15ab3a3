import type { ChangeRefusal, DisputeChanged, IllegalMove, NotTheOpener } from '#libs/disputes';
import {
  type ApiFamily,
  type FieldProblem,
  httpStatusOf,
  isUnder,
  type ProblemCode,
  RequestProblem,
} from '#libs/http';
import { ENFINITOS } from './enfinitos.credential.js';
import { limits } from './enfinitos.limits.js';
import { STATE_OF_STAGE } from './enfinitos.states.js';

/** The contract version on every answer, also on errors (docs/vendors/enfinitos.md, "Contract version"). */
export const CONTRACT_VERSION = 'v1.0';

/** The prefix of every id that this API issues; no other vendor's id can have it. */
export const ID_PREFIX = 'dispute:';

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
        ...detailsOf(code, message, fields),
      },
      contractVersion: CONTRACT_VERSION,
    },
  }),
};

/** Every invalid request has details; one that could not be read at all has the whole body as its path. */
const detailsOf = (code: ProblemCode, message: string, fields: readonly FieldProblem[]) => {
  if (fields.length > 0) return { details: fields };
  return httpStatusOf[code] === 400 ? { details: [{ path: '', message }] } : {};
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
  'notes-not-recorded': ['conflict', 'ILLEGAL_TRANSITION'],
  'reservation-lapsed': ['conflict', 'CONCURRENT_CHANGE'],
  'reservation-used': ['conflict', 'CONCURRENT_CHANGE'],
  'concurrent-change': ['conflict', 'CONCURRENT_CHANGE'],
  'revision-mismatch': ['precondition-failed', 'PRECONDITION_FAILED'],
  'idempotency-key-reused': ['idempotency-key-reused', 'IDEMPOTENCY_KEY_REUSED'],
  'token-already-used': ['unauthenticated', 'UNAUTHENTICATED'],
} as const satisfies Record<ChangeRefusal, readonly [ProblemCode, string]>;

export const problemOf = (refusal: Refusal, disputeId: string): RequestProblem => {
  const [problem, vendorCode] = PROBLEM_OF_REFUSAL[refusal.code];
  if (vendorCode === 'DISPUTE_NOT_FOUND') return disputeNotFound(disputeId);
  return new RequestProblem(problem, messageOf(refusal), { vendorCode });
};

const messageOf = ({ code, message, details }: Refusal): string => {
  if (code === 'illegal-move') return illegalTransition(details);
  return code === 'not-the-opener' ? actorMismatch(details) : message;
};

/** Names the opener: a caller of the same organisation may read it from the dispute as well. */
const actorMismatch = (details: Refusal['details']): string => {
  const { openedBy, by } = details as unknown as NotTheOpener;
  return `Only ${openedBy}, who opened the dispute, may withdraw it; this request acts as ${by}. Name the opener in actor to act for them.`;
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
export const disputeNotFound = (disputeId: string): RequestProblem =>
  new RequestProblem('not-found', `There is no dispute ${shown(disputeId)}.${hintOf(disputeId)}`, {
    vendorCode: 'DISPUTE_NOT_FOUND',
  });

/** An id that cannot be one is shown as JSON text, so that blanks and control characters are seen. */
const shown = (id: string): string =>
  /^[\w:.-]+$/.test(id) && id.length <= limits.maxShownIdLength
    ? id
    : JSON.stringify(id.length > limits.maxShownIdLength ? `${id.slice(0, limits.maxShownIdLength)}…` : id);

const hintOf = (id: string): string =>
  id.startsWith(ID_PREFIX) ? '' : ` An id begins with ${ID_PREFIX}, as in the answer to the opening.`;
