import { isCalendarDate } from './calendar-date.js';
import { limits } from './limits.js';

/** Nanoseconds since 1970 in UTC: every fraction of a second that is accepted, without rounding. */
type Nanoseconds = bigint;

const NANOSECONDS_PER_MS = 1_000_000n;
const MS_PER_MINUTE = 60_000;

/**
 * The `date-time` of RFC 3339, section 5.6. Its `T` and `Z` may be lower case; a blank in the place of the `T`
 * is a note there and no part of the grammar.
 */
const INSTANT = /^(\d{4}-\d{2}-\d{2})t(\d{2}:\d{2}:\d{2})(?:\.(\d+))?(z|[+-]\d{2}:\d{2})$/i;

const EXPECTATION = 'must be an instant that exists, as in 2025-01-31T09:30:00Z';

/**
 * Returns why the text is no instant, as the rest of a sentence that begins with the field's name; undefined
 * if it is one. An instant is a `date-time` of RFC 3339 that exists in the years 100 to 9999 in UTC, with at
 * most nanoseconds. A leap second is none, because no clock here can tell it from the second after it.
 */
export const instantProblem = (text: string): string | undefined => {
  const flaw = instantFlaw(text);
  return flaw === undefined ? undefined : explained(EXPECTATION, flaw);
};

/** Returns what is wrong with the instant: nothing more for a text in another form, undefined for none. */
export const instantFlaw = (text: string): string | undefined => {
  const read = readInstant(text);
  return typeof read === 'bigint' ? undefined : read;
};

export const explained = (expectation: string, flaw: string): string =>
  flaw === '' ? expectation : `${expectation}: ${flaw}`;

export const isInstant = (text: string): boolean => typeof readInstant(text) === 'bigint';

/** Returns a negative number if the first instant is earlier, a positive one if it is later, otherwise 0. */
export const compareInstants = (one: string, other: string): number =>
  Number(nanosecondsOf(one) - nanosecondsOf(other));

/** Returns the last millisecond that is not after the instant: `<=` means the same for both. */
export const lastMsBy = (instant: string): number => {
  const nanoseconds = nanosecondsOf(instant);
  const isBetween = nanoseconds % NANOSECONDS_PER_MS < 0n;
  return Number(nanoseconds / NANOSECONDS_PER_MS) - (isBetween ? 1 : 0);
};

/** Returns the first millisecond that is not before the instant: `>=` means the same for both. */
export const firstMsFrom = (instant: string): number => {
  const nanoseconds = nanosecondsOf(instant);
  const isBetween = nanoseconds % NANOSECONDS_PER_MS > 0n;
  return Number(nanoseconds / NANOSECONDS_PER_MS) + (isBetween ? 1 : 0);
};

/** Returns the instant in the ledger's own form: UTC with milliseconds, in which text sorts as time does. */
export const instantText = (ms: number): string => new Date(ms).toISOString();

/** Returns the milliseconds of an instant in the ledger's own form, such as one that it has stored. */
export const msOf = (instant: string): number => Date.parse(instant);

const nanosecondsOf = (instant: string): Nanoseconds => {
  const read = readInstant(instant);
  if (typeof read === 'bigint') return read;
  throw new RangeError(`${JSON.stringify(instant)} ${EXPECTATION}.`);
};

/** Returns the instant, or why there is none; the reason is empty for a text in another form. */
const readInstant = (text: string): Nanoseconds | string => {
  const [, day, time = '', fraction = '', zone = ''] = INSTANT.exec(text) ?? [];
  if (day === undefined) return nearMiss(text);
  const problem = fieldProblem({ day, time, fraction, zone });
  if (problem !== undefined) return problem;
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const [hour, minute, second] = time.split(':').map(Number) as [number, number, number];
  const ms = Date.UTC(year, month - 1, date, hour, minute, second) - offsetMs(zone);
  const nanoseconds =
    BigInt(ms) * NANOSECONDS_PER_MS + BigInt(fraction.padEnd(limits.maxFractionDigits, '0'));
  const isInRange =
    nanoseconds >= BigInt(limits.firstMs) * NANOSECONDS_PER_MS &&
    nanoseconds <= BigInt(limits.lastMs) * NANOSECONDS_PER_MS;
  return isInRange ? nanoseconds : 'in UTC it is not in the years 100 to 9999';
};

const HOUR_AND_MINUTE = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
const SECOND = /^[0-5]\d$/;

const fieldProblem = ({
  day,
  time,
  fraction,
  zone,
}: Record<'day' | 'time' | 'fraction' | 'zone', string>) => {
  if (!isCalendarDate(day)) return `there is no day ${day}`;
  const second = time.slice(-2);
  if (!HOUR_AND_MINUTE.test(time.slice(0, 5))) return `there is no time ${time}`;
  if (second === '60') return 'leap seconds (:60) are not accepted';
  if (!SECOND.test(second)) return `there is no time ${time}`;
  if (fraction.length > limits.maxFractionDigits)
    return `a second has at most ${limits.maxFractionDigits} decimals`;
  if (zone.length > 1 && !HOUR_AND_MINUTE.test(zone.slice(1))) return `there is no offset ${zone}`;
  return undefined;
};

/** Returns by how much the offset is ahead of UTC. `Z` and `-00:00` are UTC. */
const offsetMs = (zone: string): number => {
  if (zone.length === 1) return 0;
  const [hours, minutes] = zone.slice(1).split(':').map(Number) as [number, number];
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * MS_PER_MINUTE;
};

/** Returns what is most likely wrong with a text in another form, or nothing. */
const nearMiss = (text: string): string => {
  if (isCalendarDate(text)) return 'this is a day without a time';
  if (/^[\d-]{10}t[\d:.]{8,} \d{2}:\d{2}$/i.test(text)) return 'a + in a query is written %2B';
  if (/^[\d-]{10}t[\d:.]{8,}$/i.test(text)) return 'Z or an offset is missing, such as +05:30';
  return '';
};
