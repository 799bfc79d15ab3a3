import { createHash, randomBytes } from 'node:crypto';

/** Begins every key of the ledger's own API, so that secret scanners recognise a leaked one. */
const LEDGER_PREFIX = 'dl_';

const SECRET_BYTES = 32;

/** A new key with its digest. The key itself is shown to its holder once and kept nowhere. */
export const newApiKey = (prefix = LEDGER_PREFIX): { apiKey: string; digest: string } => {
  const apiKey = prefix + randomBytes(SECRET_BYTES).toString('base64url');
  return { apiKey, digest: digestOfApiKey(apiKey) };
};

/** SHA-256 (hex). Looked up by it, so that no comparison of secrets takes a time that depends on them. */
export const digestOfApiKey = (apiKey: string): string => createHash('sha256').update(apiKey).digest('hex');
