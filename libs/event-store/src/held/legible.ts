import { isJsonObject, type JsonObject } from '#libs/kernel';
import type { EventMetadata } from '../event-metadata.js';
import type { RecordedEvent } from '../event-store.js';

/** What a store has of an event: parsed where it is JSON, else the text or the octets. */
export interface StoredContent {
  readonly data: unknown;
  readonly metadata: unknown;
  /** What the store itself knows to be wrong. */
  readonly problem?: string | undefined;
}

type Content = Pick<RecordedEvent, 'data' | 'metadata' | 'illegible'>;

/**
 * Returns the content of an event as the port has it. What is no JSON object is kept as the octets that are
 * stored, in base64, so that it can be shown, hashed and copied; the reason says that the ledger did not write
 * it. No content makes a reader of the log fail.
 */
export const legibleContent = ({ data, metadata, problem }: StoredContent): Content => {
  const what = problem ?? problemOf('data', data) ?? problemOf('metadata', metadata);
  return {
    data: objectOf(data),
    metadata: objectOf(metadata) as EventMetadata,
    ...(what !== undefined && { illegible: what }),
  };
};

/** Parses a text, and leaves one that is no JSON as it is. */
export const parsedOrText = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
};

const problemOf = (part: string, content: unknown): string | undefined => {
  // A copy of an event that was no JSON has its octets as an object.
  if (isObject(content)) return OCTETS in content ? `its ${part} is no JSON` : undefined;
  return content === undefined ? `it has no ${part}` : `its ${part} is no JSON object`;
};

const objectOf = (content: unknown): JsonObject => {
  if (content === undefined) return {};
  return isObject(content) ? content : { [OCTETS]: octetsOf(content).toString('base64') };
};

const octetsOf = (content: unknown): Buffer => {
  if (content instanceof Uint8Array) return Buffer.from(content);
  return Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
};

const isObject = (content: unknown): content is JsonObject =>
  !(content instanceof Uint8Array) && isJsonObject(content);

/** The only member of what stands for content that is no JSON object. */
const OCTETS = '$octets';
