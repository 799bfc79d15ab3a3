import type { JsonObject, JsonValue } from './json.js';

/**
 * Returns the canonical text of a JSON value (RFC 8785): keys sorted by UTF-16 code unit, no white space,
 * numbers as ECMAScript writes them. Undefined members are left out. Pass nothing else that `JSON.parse`
 * cannot return: a Date or a Map is not rejected.
 *
 * @throws RangeError for what RFC 8785 forbids: a number that is not finite, or a lone surrogate.
 */
export const canonicalJson = (value: JsonValue): string => {
  if (typeof value === 'string') return canonicalString(value);
  if (typeof value === 'number') return canonicalNumber(value);
  if (value === null || typeof value === 'boolean') return String(value);
  return isArray(value) ? canonicalArray(value) : canonicalObject(value);
};

const isArray = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);

const canonicalArray = (items: readonly JsonValue[]): string => `[${items.map(canonicalJson).join(',')}]`;

// Concatenates, because joining a list of members takes twice as long and every event passes through here.
const canonicalObject = (value: JsonObject): string => {
  let text = '';
  // Without a compare function, `sort` compares UTF-16 code units.
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member === undefined) continue;
    text += `${text === '' ? '' : ','}${canonicalString(key)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
};

/** Text without surrogates that JSON need not escape, as most is: copying it takes a third of the time. */
const PLAIN = /^[^"\\\u0000-\u001f\ud800-\udfff]*$/;

const canonicalString = (text: string): string => {
  if (PLAIN.test(text)) return `"${text}"`;
  if (!text.isWellFormed()) throw new RangeError('A lone surrogate has no canonical JSON.');
  return JSON.stringify(text);
};

const canonicalNumber = (value: number): string => {
  if (!Number.isFinite(value)) throw new RangeError('Only finite numbers have canonical JSON.');
  return JSON.stringify(value);
};
