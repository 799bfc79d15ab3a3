import { limits } from './limits.js';

/**
 * Text that every store keeps as it is: neither empty nor too long, no NUL, no half of a surrogate pair. Names that
 * begin with `$` are those of the store's own streams.
 */
export const isStreamName = (name: string): boolean =>
  name.length > 0 &&
  name.length <= limits.maxStreamNameLength &&
  !name.startsWith('$') &&
  !name.includes('\0') &&
  name.isWellFormed();
