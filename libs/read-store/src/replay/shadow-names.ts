import {
  type CreateIndexNode,
  type CreateTableNode,
  type DropTableNode,
  IdentifierNode,
  type KyselyPlugin,
  OperationNodeTransformer,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  type PrimaryKeyConstraintNode,
  type QueryResult,
  type RawNode,
  type RootOperationNode,
  TableNode,
  type UniqueConstraintNode,
  type UnknownRow,
} from 'kysely';

/** A table as its read model creates it. */
export interface TableShape {
  readonly name: string;
  readonly columns: readonly string[];
  readonly key: readonly string[];
}

/**
 * Prefixes the name of every table, index and constraint that is created through it, and of those tables in
 * later statements. A read model is thereby built a second time beside itself without knowing it.
 */
export class ShadowNames implements KyselyPlugin {
  private readonly transformer: ShadowTransformer;

  constructor(prefix: string) {
    this.transformer = new ShadowTransformer(prefix);
  }

  /** The tables created so far, in that order. */
  get tables(): readonly TableShape[] {
    return [...this.transformer.made.values()];
  }

  shadowOf(table: string): string {
    return this.transformer.shadowOf(table);
  }

  transformQuery({ node, queryId }: PluginTransformQueryArgs): RootOperationNode {
    return this.transformer.transformNode(node, queryId);
  }

  transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    return Promise.resolve(result);
  }
}

class ShadowTransformer extends OperationNodeTransformer {
  readonly made = new Map<string, TableShape>();

  constructor(private readonly prefix: string) {
    super();
  }

  shadowOf(name: string): string {
    return this.prefix + name;
  }

  protected override transformCreateTable(node: CreateTableNode): CreateTableNode {
    const shape = shapeOf(node);
    this.made.set(shape.name, shape);
    return super.transformCreateTable(node);
  }

  /** Renames a table even before it is created: a read model begins by dropping what it finds. */
  protected override transformDropTable(node: DropTableNode): DropTableNode {
    return { ...node, table: TableNode.create(this.shadowOf(node.table.table.identifier.name)) };
  }

  protected override transformTable(node: TableNode): TableNode {
    const { name } = node.table.identifier;
    // An alias, or `excluded`, is not a table of a read model.
    return this.made.has(name) ? TableNode.create(this.shadowOf(name)) : node;
  }

  protected override transformCreateIndex(node: CreateIndexNode): CreateIndexNode {
    return { ...super.transformCreateIndex(node), name: this.renamed(node.name) };
  }

  protected override transformPrimaryKeyConstraint(node: PrimaryKeyConstraintNode): PrimaryKeyConstraintNode {
    return { ...super.transformPrimaryKeyConstraint(node), ...this.renamedConstraint(node) };
  }

  protected override transformUniqueConstraint(node: UniqueConstraintNode): UniqueConstraintNode {
    return { ...super.transformUniqueConstraint(node), ...this.renamedConstraint(node) };
  }

  /**
   * Rejects raw SQL that changes something or names a table: text cannot be renamed, and would reach the live
   * table.
   *
   * @throws Error quoting the text.
   */
  protected override transformRaw(node: RawNode): RawNode {
    const names = ['checkpoints', ...this.made.keys()].join('|');
    const own = new RegExp(`\\b(${names})\\b|^\\s*(create|alter|drop|insert|update|delete)\\b`, 'i');
    const text = node.sqlFragments.find((fragment) => own.test(fragment));
    if (text === undefined) return super.transformRaw(node);
    throw new Error(
      `A read model writes "${text}" as raw SQL, which cannot be replayed: use the query builder.`,
    );
  }

  private renamedConstraint({ name }: { readonly name?: IdentifierNode }): {
    readonly name?: IdentifierNode;
  } {
    return name === undefined ? {} : { name: this.renamed(name) };
  }

  private renamed({ name }: IdentifierNode): IdentifierNode {
    return IdentifierNode.create(this.shadowOf(name));
  }
}

/**
 * Returns the name, the columns and the primary key of a table.
 *
 * @throws Error for a table without a primary key, whose rows have no order in which to compare them.
 */
const shapeOf = ({ table, columns, constraints = [] }: CreateTableNode): TableShape => {
  const { name } = table.table.identifier;
  const constraint = constraints.find(
    (node): node is PrimaryKeyConstraintNode => node.kind === 'PrimaryKeyConstraintNode',
  );
  const key =
    constraint?.columns.map(({ column }) => column.name) ??
    columns.filter(({ primaryKey }) => primaryKey === true).map(({ column }) => column.column.name);
  if (key.length === 0) throw new Error(`The table ${name} of a read model has no primary key.`);
  return { name, columns: columns.map(({ column }) => column.column.name), key };
};
