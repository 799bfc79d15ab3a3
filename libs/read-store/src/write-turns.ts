import {
  type DatabaseConnection,
  type Driver,
  SqliteDialect,
  type SqliteDialectConfig,
  type TransactionSettings,
} from 'kysely';
import pLimit from 'p-limit';

/**
 * Whose turn it is to write to one SQLite file, among the connections of one thread. SQLite would make the second
 * wait without letting the first go on, as both are in this thread.
 */
export class WriteTurns {
  private readonly limit = pLimit(1);

  /** Resolves when it is the caller's turn, with what ends the turn. */
  take(): Promise<() => void> {
    return new Promise((begin) => {
      void this.limit(() => new Promise<void>((end) => begin(end)));
    });
  }
}

/** A dialect whose connection is handed out only in its turn, and kept for as long as a transaction lasts. */
export class InTurnSqliteDialect extends SqliteDialect {
  constructor(
    config: SqliteDialectConfig,
    private readonly turns: WriteTurns,
  ) {
    super(config);
  }

  override createDriver(): Driver {
    return new InTurnDriver(super.createDriver(), this.turns);
  }
}

class InTurnDriver implements Driver {
  private readonly ends = new WeakMap<DatabaseConnection, () => void>();

  constructor(
    private readonly driver: Driver,
    private readonly turns: WriteTurns,
  ) {}

  async acquireConnection(): Promise<DatabaseConnection> {
    const end = await this.turns.take();
    const connection = await this.driver.acquireConnection();
    this.ends.set(connection, end);
    return connection;
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    const end = this.ends.get(connection);
    await this.driver.releaseConnection(connection);
    end?.();
  }

  init(): Promise<void> {
    return this.driver.init();
  }

  beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    return this.driver.beginTransaction(connection, settings);
  }

  commitTransaction(connection: DatabaseConnection): Promise<void> {
    return this.driver.commitTransaction(connection);
  }

  rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    return this.driver.rollbackTransaction(connection);
  }

  destroy(): Promise<void> {
    return this.driver.destroy();
  }
}
