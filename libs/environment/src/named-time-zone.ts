import { TimeZone } from '#libs/kernel';
import { Temporal } from 'temporal-polyfill';

/** A time zone of the IANA database that Node.js brings. */
export class NamedTimeZone extends TimeZone {
  private constructor(override readonly name: string) {
    super();
  }

  /** Returns the zone; undefined if there is none of that name. An offset is no zone. */
  static of(name: string): NamedTimeZone | undefined {
    if (!/^[A-Za-z]/.test(name)) return undefined;
    try {
      return new NamedTimeZone(Temporal.PlainDate.from('2000-01-01').toZonedDateTime(name).timeZoneId);
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }

  /** A day begins at its first moment: at 01:00 where the change of clocks leaves midnight out. */
  override startOf(day: string): number {
    return this.firstMsOf(Temporal.PlainDate.from(day));
  }

  override endOf(day: string): number {
    return this.firstMsOf(Temporal.PlainDate.from(day).add({ days: 1 })) - 1;
  }

  private firstMsOf(day: Temporal.PlainDate): number {
    return day.toZonedDateTime(this.name).epochMilliseconds;
  }
}
