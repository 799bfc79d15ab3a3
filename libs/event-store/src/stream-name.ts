import { limits } from './limits.js';

/**
 * Returns whether every store keeps the name unchanged: it is neither empty nor too long, and has no NUL and
 * no lone surrogate. Names that begin with `$` belong to the store's own streams.
 */
export const isStreamName = (name: string): boolean =>
  name.length > 0 &&
  name.length <= limits.maxStreamNameLength &&
  !name.startsWith('$') &&
  !name.includes('\0') &&
  name.isWellFormed();
