/** Environment variables by name; undefined for one that is not set. */
export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Thrown for a variable whose value cannot be used. The message names the variable and never repeats its
 * value.
 */
export class EnvironmentError extends Error {
  constructor(variable: string, expectation: string) {
    super(`${variable} ${expectation}`);
  }
}
