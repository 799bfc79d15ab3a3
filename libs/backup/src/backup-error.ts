/** The error for a backup or restore that cannot be done. Its message is for the operator, in one line. */
export class BackupError extends Error {}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'it is no directory',
  EIO: 'the disk failed',
};

/** SQLite result codes (sqlite.org/rescode.html). */
const SQLITE_REASONS: Readonly<Record<number, string>> = {
  8: 'the file system is read-only',
  10: 'the disk failed',
  13: 'the disk is full',
  14: 'it cannot be opened',
};

/**
 * Returns the error in words for an operator, where its cause is known: what was not done, and why. Returns
 * any other error as it is.
 */
export const explained = (error: unknown, what: string): unknown => {
  const { code, errcode } = error as { code?: unknown; errcode?: unknown };
  const reason =
    (typeof code === 'string' ? REASONS[code] : undefined) ??
    (typeof errcode === 'number' ? SQLITE_REASONS[errcode & 0xff] : undefined);
  return reason === undefined ? error : new BackupError(`${what}: ${reason}.`, { cause: error });
};
