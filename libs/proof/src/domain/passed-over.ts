import { isJsonObject, type JsonObject } from '#libs/kernel';
import { mismatch } from './finding.js';

/** What `about.json` says of an event that an operator decided to pass over. */
export interface PassedOverEvent {
  readonly by: string;
  readonly reason: string;
}

/**
 * Returns the events of a bundle that an operator decided to pass over, by revision. They may lack the ledger's
 * hashes.
 *
 * @throws Finding when the list cannot be read.
 */
export const passedOverIn = (about: JsonObject | undefined): ReadonlyMap<string, PassedOverEvent> => {
  const listed = about?.['passedOver'] ?? [];
  const passed = new Map<string, PassedOverEvent>();
  for (const each of Array.isArray(listed) ? listed : []) {
    const { revision, by, reason } = isJsonObject(each) ? each : {};
    if (typeof revision !== 'string' || typeof by !== 'string' || typeof reason !== 'string')
      throw mismatch('about.json cannot be read');
    passed.set(revision, { by, reason });
  }
  return passed;
};
