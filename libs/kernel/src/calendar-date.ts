const CALENDAR_DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/**
 * Returns whether the text is an existing day of the years 100 to 9999 as `YYYY-MM-DD`, which sorts by date.
 */
export const isCalendarDate = (text: string): boolean => {
  const match = CALENDAR_DATE.exec(text);
  if (match === null) return false;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  const date = new Date(Date.UTC(year, month - 1, day));
  // Date.UTC maps the years 0-99 to 1900-1999, so those are rejected here too.
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
};

/** Returns whether the text has the form of a day, whether or not that day exists. */
export const isWrittenAsDay = (text: string): boolean => CALENDAR_DATE.test(text);
