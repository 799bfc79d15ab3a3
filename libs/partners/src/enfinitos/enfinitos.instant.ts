import { isCalendarDate } from '#libs/kernel';
import { isRFC3339, ValidateBy } from 'class-validator';

/**
 * Returns whether the value is an RFC 3339 date-time that exists. class-validator checks the form alone: it
 * accepts 30 February, and leap seconds, which a `Date` cannot represent.
 */
export const isInstant = (value: unknown): boolean =>
  isRFC3339(value) &&
  isCalendarDate((value as string).slice(0, 10)) &&
  !Number.isNaN(Date.parse(value as string));

/** Validates an instant, so that it can be compared with others. */
export const IsInstant = (): PropertyDecorator =>
  ValidateBy({
    name: 'isInstant',
    validator: {
      validate: isInstant,
      defaultMessage: () => '$property must be an RFC 3339 date-time without a leap second',
    },
  });
