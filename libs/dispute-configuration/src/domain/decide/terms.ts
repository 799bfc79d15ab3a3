/** What a request says of some terms. What it leaves out is undefined; null is a value. */
export type Given<Terms> = { readonly [Name in keyof Terms]?: Terms[Name] | undefined };

/** The terms with what is given in their place. Only what terms have is taken from what is given. */
export const merged = <Terms extends object>(terms: Terms, given: Given<Terms>): Terms => {
  const names = Object.keys(terms) as (keyof Terms)[];
  const entries = names.map((name) => [name, given[name] === undefined ? terms[name] : given[name]]);
  return Object.fromEntries(entries) as Terms;
};

/** Whether two sets of terms say the same: then nothing happened. */
export const isSame = <Terms extends object>(before: Terms, after: Terms): boolean =>
  (Object.keys(after) as (keyof Terms)[]).every((name) => before[name] === after[name]);
