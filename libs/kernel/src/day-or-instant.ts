import { isCalendarDate, isWrittenAsDay } from './calendar-date.js';
import { explained, firstMsFrom, instantFlaw, instantText, lastMsBy, msOf } from './instant.js';
import { limits } from './limits.js';
import type { TimeZone } from './time-zone.js';

const FORMS = ['a day that exists, as in 2025-01-31', 'an instant that exists, as in 2025-01-31T09:30:00Z'];

/**
 * Returns why the text is neither a calendar day nor an instant, as the rest of a sentence that begins with
 * the field's name; undefined if it is one of them. `others` are what else the field may be.
 */
export const dayOrInstantProblem = (text: string, others: readonly string[] = []): string | undefined => {
  const flaw = isCalendarDate(text) ? undefined : instantFlaw(text);
  if (flaw === undefined) return undefined;
  const expectation = `must be ${[...others, ...FORMS].join(', or ')}`;
  return explained(expectation, isWrittenAsDay(text) ? `there is no day ${text}` : flaw);
};

/**
 * Returns the instant with which a day or an instant begins, in the ledger's own form: the bound of `>=`, and
 * of `<` for a time that is to be left out.
 */
export const beginningOf = (text: string, zone: TimeZone): string =>
  instantText(isCalendarDate(text) ? zone.startOf(text) : firstMsFrom(text));

/**
 * Returns the instant with which a day or an instant ends, in the ledger's own form: the bound of `<=`, and
 * of `>` for a time that is to be left out. No day ends after the year 9999, where text no longer sorts as
 * time does.
 */
export const endOf = (text: string, zone: TimeZone): string =>
  instantText(isCalendarDate(text) ? Math.min(zone.endOf(text), limits.lastMs) : lastMsBy(text));

/** The past that a day or an instant means. */
export type AskedPast =
  | { readonly isPast: true; /** In the ledger's own form. */ readonly instant: string }
  | { readonly isPast: false; /** The rest of a sentence. */ readonly problem: string };

/**
 * Returns the instant up to which a day or an instant asks for the past: the end of a day, and now for the
 * day that it is.
 */
export const pastUntil = (
  text: string,
  { zone, now }: { readonly zone: TimeZone; readonly now: Date },
): AskedPast => {
  const problem = dayOrInstantProblem(text);
  if (problem !== undefined) return { isPast: false, problem };
  const isToCome = msOf(beginningOf(text, zone)) > now.getTime() + limits.clockSkewMs;
  if (isToCome) return { isPast: false, problem: 'must not be in the future' };
  const instant = endOf(text, zone);
  const isOver = !isCalendarDate(text) || msOf(instant) <= now.getTime();
  return { isPast: true, instant: isOver ? instant : now.toISOString() };
};
