/**
 * Ends an exhaustive switch, so that a case which nobody handles does not compile.
 *
 * @throws Error naming the value, should one get past the compiler.
 */
export const assertNever = (value: never): never => {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
};
