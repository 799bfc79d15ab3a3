import {
  type DataTypeNode,
  PostgresDialect,
  type PostgresPool,
  PostgresQueryCompiler,
  type QueryCompiler,
} from 'kysely';

/** Kysely over PostgreSQL, as the read models know SQLite: text is ordered and compared by its bytes. */
export class BytewisePostgresDialect extends PostgresDialect {
  constructor(pool: PostgresPool) {
    super({ pool });
  }

  override createQueryCompiler(): QueryCompiler {
    return new BytewisePostgresQueryCompiler();
  }
}

/** The collation belongs to the column: what the database was created with may sort `a` before `B`. */
class BytewisePostgresQueryCompiler extends PostgresQueryCompiler {
  protected override visitDataType(node: DataTypeNode): void {
    super.visitDataType(node);
    if (node.dataType === 'text' && this.parentNode?.kind === 'ColumnDefinitionNode')
      this.append(' collate "C"');
  }
}
