export { damageIn, isDamage, isDiskOutage } from './damage.js';
export {
  assertDurable,
  createUnsynced,
  DatabaseInUseError,
  openDatabase,
  openDatabaseAlone,
  openForReading,
  openMemoryDatabase,
  type DatabaseOptions,
  type DatabaseSync,
  type StatementSync,
} from './open-database.js';
