export { describeState, isUnchanged, type AnswerState } from './answer-state.js';
export { entityTagOf, isKnownToCaller, preconditionsOf } from './entity-tags.js';
export { cursorOf, placeOf, placeInLog } from './cursor.js';
export { declaredRequest, Offers, OffersAnything } from './declared-request.js';
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
  HasNoControls,
} from './validation/field-decorators.js';
export { asksForPage, PageQuery } from './page-query.js';
export { isUnder, type ApiFamily, type ProblemAnswer } from './api-family.js';
export { readJsonBodies } from './json/json-body.js';
export { parseJson } from './json/parse-json.js';
export { type JsonPlace, readJson } from './json/read-json.js';
export {
  authorizationOf,
  correlationIdOf,
  givenCorrelationId,
  headerLinesOf,
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
export { IsAmount, IsPositiveDecimal } from './validation/amounts.js';
export { knownNamesOf, ReadElsewhere } from './validation/dto-fields.js';
export { Example } from './validation/example.js';
export { nearestOf } from './validation/near-miss.js';
export { Rule } from './validation/rule.js';
export type { Sound } from './validation/sound-fields.js';
export { unknownNames, validated, validatedQuery, type Validation } from './validation/validated.js';
export { namesType, preferredType } from './preferred-type.js';
export {
  AskedPositionGuard,
  assertComplete,
  assertInLog,
  atLeastAsked,
  currentPosition,
  listPosition,
  type ListState,
  PositionSource,
  rebuildingNote,
  streamPosition,
  untilReached,
} from './read-position.js';
export { IsDay, IsDayOrInstant, IsInstant } from './validation/time-decorators.js';
export { type Direction, timeCursorOf, timePlaceInLog } from './time-cursor.js';
export { proofPathOf } from './proof-path.js';
