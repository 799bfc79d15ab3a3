import { limits } from './limits.js';

/** Text that every store keeps as it is: neither empty nor too long, no NUL, no half of a surrogate pair. */
export const isStreamName = (name: string): boolean =>
  name.length > 0 && name.length <= limits.maxStreamNameLength && !name.includes('\0') && name.isWellFormed();
