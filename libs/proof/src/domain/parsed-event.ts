import { isJsonObject, type JsonObject } from '#libs/kernel';
import type { ChainedEvent } from './leaf.js';

/** Returns the JSON object that the text is, or undefined for any other text. */
export const parseObject = (text: string): JsonObject | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** Parses a line of a bundle's events. Returns undefined for any other text. */
export const parseEvent = (line: string): ChainedEvent | undefined => {
  const { id, stream, revision, type, data, metadata } = parseObject(line) ?? {};
  if (typeof id !== 'string' || typeof stream !== 'string' || typeof type !== 'string') return undefined;
  if (typeof revision !== 'string' || !/^(?:0|[1-9]\d{0,15})$/.test(revision)) return undefined;
  if (!isJsonObject(data) || !isJsonObject(metadata)) return undefined;
  return { id, stream, revision: BigInt(revision), type, data, metadata };
};
