/** The end of every exhaustive switch: a new case that nobody handles does not compile. */
export const assertNever = (value: never): never => {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
};
