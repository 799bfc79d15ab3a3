export { assertNever } from './assert-never.js';
export { isCalendarDate } from './calendar-date.js';
export { canonicalJson } from './canonical-json.js';
export { Clock, ClockInDoubtError } from './clock.js';
export { beginningOf, dayOrInstantProblem, endOf, pastUntil, type AskedPast } from './day-or-instant.js';
export { decimalText } from './decimal.js';
export type { Decider } from './decider.js';
export { accept, reject, type Accepted, type Decision, type Rejected } from './decision.js';
export {
  eventCodec,
  unchanged,
  UnknownEventError,
  type Decoders,
  type DomainEvent,
  type EventCodec,
  type StoredEvent,
  type StoredNames,
} from './event-codec.js';
export { compareInstants, instantProblem, instantText, isInstant, lastMsBy, msOf } from './instant.js';
export { isJsonObject, type JsonObject, type JsonValue } from './json.js';
export { changedPointers, type JsonLeaves, leavesOf } from './json-leaves.js';
export { jsonLine, onOneLine } from './json-line.js';
export { plainText, storableText } from './plain-text.js';
export type { TimePlace } from './time-place.js';
export { TimeZone } from './time-zone.js';
