export { backUpCluster } from './back-up-cluster.js';
export { restoreCluster } from './restore-cluster.js';
export { backUp, type BackupOrder, type BackupResult, type LedgerFiles } from './back-up.js';
export { type BackupProgress, checkBackup } from './check-backup.js';
export type { Loss } from './loss.js';
export { OpenedBackup } from './opened-backup.js';
export {
  finishRestore,
  restore,
  type RestoreOrder,
  RestoreRefusedError,
  type RestoreResult,
} from './restore.js';
