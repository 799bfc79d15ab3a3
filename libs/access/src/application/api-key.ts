import { createHash, randomBytes } from 'node:crypto';

/** Begins every key of the ledger's own API, so that secret scanners recognise a leaked one. */
const LEDGER_PREFIX = 'dl_';

const SECRET_BYTES = 32;

/** Creates a key, and returns it with its digest. The key is shown to its holder once and stored nowhere. */
export const newApiKey = (prefix = LEDGER_PREFIX): { apiKey: string; digest: string } => {
  const apiKey = prefix + randomBytes(SECRET_BYTES).toString('base64url');
  return { apiKey, digest: digestOfApiKey(apiKey) };
};

/**
 * Returns the SHA-256 (hex) of a key. A key is looked up by it, so that no comparison takes a time that
 * depends on the secret.
 */
export const digestOfApiKey = (apiKey: string): string => createHash('sha256').update(apiKey).digest('hex');
