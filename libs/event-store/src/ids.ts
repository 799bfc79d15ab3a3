import { hash, randomUUID } from 'node:crypto';

/** Our own namespace of name-based ids (RFC 9562 section 5.5). Changing it would make every retry a new command. */
const LEDGER_NAMESPACE = '8b7c1c1e-6a0e-5d2b-9c63-0f6a1d1f7e11';

const nameBasedId = (...parts: readonly string[]): string => uuidV5(LEDGER_NAMESPACE, JSON.stringify(parts));

/** Who an idempotency key belongs to: another partner, tenant or route may use the same key for something else. */
export interface KeyScope {
  readonly family: string;
  readonly tenant: string;
  readonly route: string;
}

/** The same key in the same scope is the same command, in every process and after every restart. */
export const commandIdOfKey = ({ family, tenant, route }: KeyScope, key: string): string =>
  nameBasedId('command', family, tenant, route, key);

/** The id of a command that has no key: a repeat of it is another command. */
export const newCommandId = (): string => randomUUID();

/** Stable across retries of one command, so that a re-sent append is the same append. */
export const eventIdOf = (
  { tenant, commandId }: { readonly tenant: string | null; readonly commandId: string },
  stream: string,
  index: number,
): string => nameBasedId('event', tenant ?? '', commandId, stream, String(index));

/** The stream of a claim, from what is claimed. The subject itself may be secret and is not stored. */
export const claimStreamOf = (subject: string): string => `claim-${nameBasedId('claim', subject)}`;

/** An id that follows from a name that is unique within its kind, such as the credential of a key id. */
export const entityIdOf = (kind: string, name: string): string => nameBasedId(kind, name);

/**
 * UUID version 5 of a name in a namespace (RFC 9562 section 5.5). Every event has one, and the package for it costs
 * five times as much.
 */
export const uuidV5 = (namespace: string, name: string): string => {
  const bytes = Buffer.allocUnsafe(NAMESPACE_BYTES + Buffer.byteLength(name));
  bytes.write(namespace.replaceAll('-', ''), 'hex');
  bytes.write(name, NAMESPACE_BYTES);
  const digits = hash('sha1', bytes, 'hex');
  const variant = ((Number.parseInt(digits.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return (
    `${digits.slice(0, 8)}-${digits.slice(8, 12)}-5${digits.slice(13, 16)}-` +
    `${variant}${digits.slice(17, 20)}-${digits.slice(20, 32)}`
  );
};

const NAMESPACE_BYTES = 16;
