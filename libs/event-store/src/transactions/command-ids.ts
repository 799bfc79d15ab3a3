import { randomUUID } from 'node:crypto';
import { nameBasedId } from '../ids.js';

/**
 * The scope of an idempotency key: another partner, tenant or route may use the same key for something else.
 */
export interface KeyScope {
  readonly family: string;
  readonly tenant: string;
  readonly route: string;
}

/** Returns the id of the command that a key stands for, the same in every process and after every restart. */
export const commandIdOfKey = ({ family, tenant, route }: KeyScope, key: string): string =>
  nameBasedId('command', family, tenant, route, key);

/** Returns an id for a command without a key. Sending it again makes it another command. */
export const newCommandId = (): string => randomUUID();

/**
 * Returns an event's id, stable across retries of its command, so that a re-sent append is the same append.
 */
export const eventIdOf = (
  { tenant, commandId }: { readonly tenant: string | null; readonly commandId: string },
  stream: string,
  index: number,
): string => nameBasedId('event', tenant ?? '', commandId, stream, String(index));

/** Returns the stream of a claim. The subject may be secret and is not stored. */
export const claimStreamOf = (subject: string): string => `claim-${nameBasedId('claim', subject)}`;
