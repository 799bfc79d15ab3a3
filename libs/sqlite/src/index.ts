export {
  assertDurable,
  openDatabase,
  openMemoryDatabase,
  type DatabaseOptions,
  type DatabaseSync,
  type StatementSync,
} from './open-database.js';
