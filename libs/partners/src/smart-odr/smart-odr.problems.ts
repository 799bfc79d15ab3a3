import type { ChangeRefusal } from '#libs/disputes';
import { type ApiFamily, httpStatusOf, isUnder, type ProblemCode, RequestProblem } from '#libs/http';
import { invalidSignature } from './smart-odr.authentication.js';
import { SMART_ODR } from './smart-odr.credential.js';

/** The paths in SMART ODR's documents. The family also owns what is below them. */
const ROOTS = ['/update', '/status', '/update_arbitration_report', '/update_conciliation_report'];

/** The contract version that every answer states (docs/vendors/smart-odr.md, "Version"). */
const API_VERSION = '1.0.0';

/** `{success:false,message}`, exactly these two keys, for every error. */
export const smartOdrFamily: ApiFamily = {
  name: SMART_ODR,
  headers: { 'X-API-Version': API_VERSION },
  ownsPath: (path) => ROOTS.some((root) => isUnder(root, path)),
  answer: ({ code, message }) => ({
    status: httpStatusOf[code],
    contentType: 'application/json; charset=utf-8',
    body: { success: false, message },
  }),
};

const PROBLEM_OF_REFUSAL = {
  'dispute-not-found': 'not-found',
  'dispute-of-another-institution': 'forbidden',
  'dispute-exists': 'conflict',
  'illegal-move': 'conflict',
  'not-the-opener': 'forbidden',
  'dispute-not-open': 'conflict',
  'notes-not-recorded': 'conflict',
  'reservation-lapsed': 'conflict',
  'reservation-used': 'conflict',
  'concurrent-change': 'conflict',
  'revision-mismatch': 'precondition-failed',
  'idempotency-key-reused': 'idempotency-key-reused',
  'token-already-used': 'unauthenticated',
} as const satisfies Record<ChangeRefusal, ProblemCode>;

export const problemOf = ({ code, message }: { code: ChangeRefusal; message: string }): RequestProblem =>
  // A used token gets the same answer as every other bad token.
  code === 'token-already-used' ? invalidSignature() : new RequestProblem(PROBLEM_OF_REFUSAL[code], message);
