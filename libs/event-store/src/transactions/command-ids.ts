import { randomUUID } from 'node:crypto';
import { nameBasedId } from '../ids.js';

/**
 * The scope of an idempotency key: another partner, tenant, operation or holder of a credential may use the
 * same key for something else.
 */
export interface KeyScope {
  readonly family: string;
  /** Null for an operation that belongs to no tenant. */
  readonly tenant: string | null;
  /** What is asked for, whatever path it came by. */
  readonly operation: string;
  readonly holder: string;
}

/** Returns the id of the command that a key stands for, the same in every process and after every restart. */
export const commandIdOfKey = ({ family, tenant, operation, holder }: KeyScope, key: string): string =>
  nameBasedId('command', family, tenant ?? '', operation, holder, key);

/**
 * Returns the id of the command that a key stood for before decision 0016, when its scope was the pattern of
 * the path that the request came by, whoever sent it.
 */
export const formerCommandIdOfKey = (
  { family, tenant, path }: Pick<KeyScope, 'family' | 'tenant'> & { readonly path: string },
  key: string,
): string => nameBasedId('command', family, tenant ?? '', path, key);

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
