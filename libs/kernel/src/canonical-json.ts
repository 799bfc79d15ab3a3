import type { JsonValue } from './json.js';

/**
 * The canonical text of a JSON value (RFC 8785): keys sorted by UTF-16 code unit, no white space, numbers as
 * ECMAScript writes them. Give it only what came out of `JSON.parse`.
 *
 * @throws RangeError for what RFC 8785 forbids: a number that is not finite, or a lone surrogate.
 */
export const canonicalJson = (value: JsonValue): string => {
  if (typeof value === 'string') return canonicalString(value);
  if (typeof value === 'number') return canonicalNumber(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.entries(value)
    .filter((member): member is [string, JsonValue] => member[1] !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${canonicalString(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
};

const isArray = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);

// With the u flag a surrogate pair is one code point, so only a lone half matches.
const LONE_SURROGATE = /\p{Surrogate}/u;

const canonicalString = (text: string): string => {
  if (LONE_SURROGATE.test(text)) throw new RangeError('A lone surrogate has no canonical JSON.');
  return JSON.stringify(text);
};

const canonicalNumber = (value: number): string => {
  if (!Number.isFinite(value)) throw new RangeError('Only finite numbers have canonical JSON.');
  return JSON.stringify(value);
};
