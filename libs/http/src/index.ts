export { isUnder, type ApiFamily, type ProblemAnswer } from './api-family.js';
export { parseJson, readJsonBodies } from './json-body.js';
export {
  correlationIdOf,
  givenCorrelationId,
  idempotencyKeyOf,
  ifMatchOf,
  type LedgerRequest,
} from './ledger-request.js';
export { limits as httpLimits } from './limits.js';
export {
  httpStatusOf,
  invalidRequest,
  RequestProblem,
  type FieldProblem,
  type ProblemCode,
  type ProblemDetails,
} from './request-problem.js';
export { validated, validatedQuery } from './validated.js';
