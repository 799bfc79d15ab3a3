export { describeState, isUnchanged, type AnswerState } from './answer-state.js';
export { entityTagOf, isKnownToCaller, preconditionsOf } from './entity-tags.js';
export { cursorOf, placeOf, placeInLog } from './cursor.js';
export { HttpExchange, type Exchange } from './exchange.js';
export {
  MayBeLeftOut,
  Nullable,
  OptionalText,
  QueryNumber,
  Required,
  Several,
  Text,
  trimmed,
} from './field-decorators.js';
export { asksForPage, PageQuery } from './page-query.js';
export { isUnder, type ApiFamily, type ProblemAnswer } from './api-family.js';
export { readJsonBodies } from './json-body.js';
export { parseJson } from './parse-json.js';
export { type JsonPlace, readJson } from './read-json.js';
export {
  authorizationOf,
  correlationIdOf,
  givenCorrelationId,
  idempotencyKeyOf,
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
export { IsAmount, IsPositiveDecimal } from './amounts.js';
export { knownNamesOf, ReadElsewhere } from './dto-fields.js';
export { Example } from './example.js';
export { nearestOf } from './near-miss.js';
export { Rule } from './rule.js';
export type { Sound } from './sound-fields.js';
export { unknownNames, validated, validatedQuery, type Validation } from './validated.js';
export { namesType, preferredType } from './preferred-type.js';
export { assertInLog, currentPosition, PositionSource, readPosition, untilReached } from './read-position.js';
export { IsDay, IsDayOrInstant, IsInstant } from './time-decorators.js';
export { type Direction, timeCursorOf, timePlaceInLog } from './time-cursor.js';
export { proofPathOf } from './proof-path.js';
