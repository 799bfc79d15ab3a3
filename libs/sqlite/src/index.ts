export {
  assertDurable,
  openDatabase,
  type DatabaseOptions,
  type DatabaseSync,
  type StatementSync,
} from './open-database.js';
