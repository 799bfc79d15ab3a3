import { hash } from 'node:crypto';

/**
 * Our namespace of name-based ids (RFC 9562 section 5.5). Changing it would make every retry a new command.
 */
const LEDGER_NAMESPACE = '8b7c1c1e-6a0e-5d2b-9c63-0f6a1d1f7e11';

/** Returns the UUID that is derived from the parts of a name, the same one in every process. */
export const nameBasedId = (...parts: readonly string[]): string =>
  uuidV5(LEDGER_NAMESPACE, JSON.stringify(parts));

/** Returns the id of something whose name is unique within its kind, such as the credential of a key id. */
export const entityIdOf = (kind: string, name: string): string => nameBasedId(kind, name);

/**
 * Returns the UUID version 5 of a name in a namespace (RFC 9562 section 5.5). Every event needs one, and the
 * `uuid` package takes five times as long.
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
