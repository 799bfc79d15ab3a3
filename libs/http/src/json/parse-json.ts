import { limits } from '../limits.js';

/**
 * Returns the parsed value; undefined if the text is not JSON within the limits. It is for text that the
 * ledger holds already, some of which was recorded before `readJson` was as strict as it is.
 */
export const parseJson = (text: string): unknown => {
  try {
    const value: unknown = JSON.parse(text);
    return isHarmless(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/**
 * Returns whether the value is within the limits, holds nothing that reaches a prototype, and no lone
 * surrogate, which canonical JSON (RFC 8785) cannot represent.
 */
const isHarmless = (root: unknown): boolean => {
  let nodes = 0;
  const isHarmlessAt = (value: unknown, depth: number): boolean => {
    nodes += 1;
    if (nodes > limits.maxJsonNodes || depth > limits.maxJsonDepth) return false;
    if (typeof value === 'string') return value.isWellFormed();
    if (typeof value !== 'object' || value === null) return true;
    return !isPoisoned(value) && childrenOf(value).every((child) => isHarmlessAt(child, depth + 1));
  };
  return isHarmlessAt(root, 0);
};

const isPoisoned = (value: object): boolean => {
  if (Object.hasOwn(value, '__proto__')) return true;
  const constructor: unknown = Object.hasOwn(value, 'constructor') ? value.constructor : undefined;
  return typeof constructor === 'object' && constructor !== null && Object.hasOwn(constructor, 'prototype');
};

const childrenOf = (value: object): readonly unknown[] =>
  Array.isArray(value) ? value : [...Object.keys(value), ...(Object.values(value) as unknown[])];
