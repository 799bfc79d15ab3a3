import type { FieldProblem } from '#libs/http';
import { limits } from './enfinitos.limits.js';

/** Signed cents per party's role, as they were sent. */
export type SettlementAdjustment = Readonly<Record<string, unknown>>;

/** Returns what is wrong with each party or its cents. */
export const adjustmentProblems = (adjustment: SettlementAdjustment): readonly FieldProblem[] => {
  const entries = Object.entries(adjustment);
  if (entries.length === 0)
    return [
      {
        path: '/settlementAdjustment',
        message: 'settlementAdjustment must have at least one party, as in {"operator": -500}',
      },
    ];
  if (entries.length > limits.maxAdjustments)
    return [
      {
        path: '/settlementAdjustment',
        message: `settlementAdjustment must have at most ${limits.maxAdjustments} parties`,
      },
    ];
  return entries.flatMap(([party, cents], index) => {
    const others = entries.slice(0, index).map(([other]) => other);
    const message = partyProblem(party, others) ?? centsProblem(party, cents);
    return message === undefined ? [] : [{ path: pathOf(party), message }];
  });
};

/** Returns the cents of each party as integer text, under its trimmed name. */
export const adjustmentsOf = (adjustment: SettlementAdjustment): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(adjustment).map(([party, cents]) => [party.trim(), String(cents)]));

const partyProblem = (party: string, others: readonly string[]): string | undefined => {
  const name = party.trim();
  if (name.length === 0 || name.length > limits.maxPartyLength)
    return `a party of settlementAdjustment must have 1 to ${limits.maxPartyLength} characters`;
  if (/\p{Cc}/u.test(name)) return 'a party of settlementAdjustment must not contain control characters';
  const twin = others.find((other) => identity(other) === identity(party));
  return twin === undefined
    ? undefined
    : `settlementAdjustment names one party twice: ${JSON.stringify(twin)} and ${JSON.stringify(party)}`;
};

/** Roles that differ in letter case or in blanks around them are one party: cents of both would be guesses. */
const identity = (party: string): string => party.trim().toLowerCase();

const centsProblem = (party: string, cents: unknown): string | undefined =>
  Number.isSafeInteger(cents)
    ? undefined
    : `settlementAdjustment.${party.trim()} must be a whole number of cents, as in -500`;

const pathOf = (party: string): string =>
  `/settlementAdjustment/${party.replaceAll('~', '~0').replaceAll('/', '~1')}`;
