import { openDatabase } from '#libs/sqlite';
import type { RecordedLedger } from './recorded-ledger.js';

/** Does the work while the read models are locked, as if another process were replaying. */
export const beingReplayed = async (ledger: RecordedLedger, work: () => Promise<unknown>): Promise<void> => {
  const lock = await openDatabase(`${ledger.directory.files.readModels}.replay-lock`, {
    synchronous: 'NORMAL',
  });
  lock.exec('BEGIN IMMEDIATE');
  try {
    await work();
  } finally {
    lock.exec('ROLLBACK');
    lock.close();
  }
};
