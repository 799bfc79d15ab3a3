import { isCalendarDate } from '#libs/kernel';
import { isRFC3339, ValidateBy } from 'class-validator';

/** class-validator looks at the form alone: it takes 30 February, and leap seconds, which a Date does not have. */
export const isInstant = (value: unknown): boolean =>
  isRFC3339(value) &&
  isCalendarDate((value as string).slice(0, 10)) &&
  !Number.isNaN(Date.parse(value as string));

/** An instant that can be compared with others. */
export const IsInstant = (): PropertyDecorator =>
  ValidateBy({
    name: 'isInstant',
    validator: {
      validate: isInstant,
      defaultMessage: () => '$property must be an RFC 3339 date-time without a leap second',
    },
  });
