import { canonicalJson, type JsonValue } from '#libs/kernel';
import type { Received } from './configuration-event.js';

/** The terms that a request gives. Those that it leaves out are undefined; null is a value. */
export type Given<Terms> = { readonly [Name in keyof Terms]?: Terms[Name] | undefined };

/** Returns the terms with the given ones in their place. Anything else in `given` is ignored. */
export const merged = <Terms extends object>(terms: Terms, given: Given<Terms>): Terms => {
  const names = Object.keys(terms) as (keyof Terms)[];
  const entries = names.map((name) => [name, given[name] === undefined ? terms[name] : given[name]]);
  return Object.fromEntries(entries) as Terms;
};

/** Returns whether two sets of terms are the same, so that a change would record nothing. */
export const isSame = <Terms extends object>(before: Terms, after: Terms): boolean =>
  canonicalJson(before as JsonValue) === canonicalJson(after as JsonValue);

/** Returns the received body as an event keeps it: absent if it is unknown. */
export const receivedWith = ({ received }: Received): Received =>
  received === undefined ? {} : { received };
