/** The time zone in which days begin and end, as the operator has set it. */
export abstract class TimeZone {
  /** The zone's IANA name, such as `Asia/Kolkata`. */
  abstract readonly name: string;
  /** Returns the day's first millisecond since 1970. */
  abstract startOf(day: string): number;
  /** Returns the day's last millisecond since 1970: a day has 23 or 25 hours where clocks are changed. */
  abstract endOf(day: string): number;
}
