/** A stored value as JSON can hold it. */
export type CellValue = string | number | boolean | null;

export type Row = Readonly<Record<string, CellValue>>;

/** What a row speaks of, told by those who know the tables. */
export interface RowSubject {
  readonly stream: string;
  /** The revision that the row stands for, where it stands for one. */
  readonly revision?: bigint;
}

export interface RowSubjects {
  /** The columns that together name a stream. Rows whose key begins with them are digested for each stream, too. */
  readonly columns: readonly string[];
  of(row: Row): RowSubject | undefined;
}

export interface DifferingColumn {
  readonly column: string;
  readonly live: CellValue;
  readonly rebuilt: CellValue;
}

/** The event that says what a row should be. */
export interface DecisiveEvent {
  readonly eventId: string;
  readonly type: string;
  readonly stream: string;
  readonly revision: string;
  readonly position: string;
  readonly recordedAt: string;
}

export interface RowDifference {
  readonly table: string;
  readonly key: Row;
  /** The stream that the row speaks of. */
  readonly stream: string | null;
  /** `missing`: only the rebuilt state has the row; `unexpected`: only the live one; `changed`: both, not the same. */
  readonly kind: 'missing' | 'unexpected' | 'changed';
  readonly columns: readonly DifferingColumn[];
  readonly event: DecisiveEvent | null;
}

export interface BothSides<Value> {
  readonly live: Value;
  readonly rebuilt: Value;
}

export interface StreamDigest {
  readonly stream: string;
  /** SHA-256 (hex) of the stream's rows in the table; null where there are none. */
  readonly digest: BothSides<string | null>;
}

export interface TableComparison {
  readonly table: string;
  readonly isEqual: boolean;
  readonly rows: BothSides<number>;
  /** SHA-256 (hex) of the rows as JSON arrays, a line each, in the order of their key. */
  readonly digest: BothSides<string>;
  /** Null where the rows of one stream do not stand together. */
  readonly streams: {
    readonly compared: number;
    readonly different: number;
    /** The first ones that differ. */
    readonly differing: readonly StreamDigest[];
  } | null;
  readonly differences: number;
}

export interface ReplayResult {
  readonly outcome: 'equal' | 'different' | 'mended';
  /** The place in the log at which both were compared. */
  readonly position: string;
  readonly events: number;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly tables: readonly TableComparison[];
  /** How many rows differ, and the first of them. */
  readonly differenceCount: number;
  readonly differences: readonly RowDifference[];
  readonly swap: { readonly position: string; readonly writePauseMs: number } | null;
}

export interface ReplayProgress {
  readonly phase: 'rebuilding' | 'comparing' | 'swapping' | 'removing';
  /** Events, or rows. */
  readonly done: number;
  /** Null where it is not known before the end. */
  readonly total: number | null;
}
