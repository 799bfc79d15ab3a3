import { instantProblem } from '#libs/kernel';
import { NamedTimeZone } from './named-time-zone.js';
import { EnvironmentError, type Variables } from './variables.js';

/** One environment variable, declared by the part of the ledger that it configures. */
export interface Setting<Value> {
  /** The variable's name. */
  readonly variable: string;
  /** What its text must be, as the rest of a sentence that begins with the variable's name. */
  readonly expectation: string;
  /**
   * Returns the value, or undefined for a text that cannot be used. `text` is undefined if the variable is
   * not set.
   */
  readonly parse: (text: string | undefined) => Value | undefined;
}

/** The environment variables of a type of settings: one per property. */
export type DeclaredSettings<Settings> = { readonly [Name in keyof Settings]: Setting<Settings[Name]> };

/** Declares an on-off switch. A variable that is not set, or is empty, has the `fallback`. */
export const flag = (variable: string, fallback: boolean): Setting<boolean> => ({
  variable,
  expectation: 'must be 1, true, 0 or false',
  parse: (text) => {
    if (text === undefined || text === '') return fallback;
    if (['1', 'true'].includes(text)) return true;
    return ['0', 'false'].includes(text) ? false : undefined;
  },
});

/** Declares a time zone. A variable that is not set, or is empty, means UTC. */
export const timeZone = (variable: string): Setting<NamedTimeZone> => ({
  variable,
  expectation: 'must be the name of a time zone in the IANA database, as in Asia/Kolkata',
  parse: (text) => NamedTimeZone.of(text === undefined || text === '' ? 'UTC' : text),
});

/** Declares an instant. Null stands for a variable that is not set, or is empty. */
export const instant = (variable: string): Setting<string | null> => ({
  variable,
  expectation: 'must be an instant, as in 2025-01-31T09:30:00Z',
  parse: (text) => {
    if (text === undefined || text === '') return null;
    return instantProblem(text) === undefined ? text : undefined;
  },
});

/** Returns the value of one setting. @throws EnvironmentError that names the variable. */
export const readSetting = <Value>(
  { variable, expectation, parse }: Setting<Value>,
  variables: Variables,
): Value => {
  const value = parse(variables[variable]);
  if (value === undefined) throw new EnvironmentError(variable, expectation);
  return value;
};

/**
 * Returns the value of every declared setting.
 *
 * @throws EnvironmentError that names the first unusable variable.
 */
export const readSettings = <Settings extends object>(
  declared: DeclaredSettings<Settings>,
  variables: Variables = process.env,
): Settings => {
  const settings = Object.entries<Setting<unknown>>(declared);
  return Object.fromEntries(
    settings.map(([name, setting]) => [name, readSetting(setting, variables)]),
  ) as Settings;
};
