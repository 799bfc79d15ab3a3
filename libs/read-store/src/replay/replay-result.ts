import type { EventReference, HeldStream } from '#libs/event-store';
import type { JsonValue } from '#libs/kernel';
import type { Kysely } from 'kysely';

/** A stored value as JSON can hold it. */
export type CellValue = string | number | boolean | null;

export type Row = Readonly<Record<string, CellValue>>;

/** The stream that a row belongs to. */
export interface RowSubject {
  readonly stream: string;
  /** The event that the row reflects, if it reflects one: by its revision, or by its position in the log. */
  readonly revision?: bigint;
  readonly position?: bigint;
}

/** How to find the stream of a row; given in by those who know the tables. */
export interface RowSubjects {
  /**
   * The columns that together identify a stream. Tables whose key begins with them are digested per stream,
   * too.
   */
  readonly columns: readonly string[];
  /** Returns undefined for a row that belongs to no stream. */
  of(row: Row): RowSubject | undefined;
  /**
   * Finds the event of a row for which `of` finds none, in the rebuilt tables: the last one that changed it.
   * Undefined where no event did.
   */
  locate(
    table: string,
    row: Row,
    rebuilt: Kysely<never>,
  ): Promise<Required<Pick<RowSubject, 'stream' | 'position'>> | undefined>;
}

/** A value in a row that is not the same in the live and in the rebuilt table. */
export interface FieldDifference {
  readonly column: string;
  /** Where the value is in a column that holds JSON, as a JSON Pointer (RFC 6901); empty for the whole column. */
  readonly path: string;
  /** The live value; absent where the live row does not have the field. */
  readonly from?: JsonValue;
  /** The rebuilt value; absent where the rebuilt row does not have the field. */
  readonly to?: JsonValue;
  /** The event that set the field; null where the log has none. */
  readonly event: DecisiveEvent | null;
}

/** The event that a row or a field should reflect. */
export interface DecisiveEvent extends EventReference {
  readonly stream: string;
}

/** A row that is not the same in the live and in the rebuilt table. */
export interface RowDifference {
  readonly table: string;
  readonly key: Row;
  /** The stream that the row belongs to, if any. */
  readonly stream: string | null;
  /**
   * `missing`: only the rebuilt table has the row; `unexpected`: only the live one has it; `changed`: both
   * have it, with different values.
   */
  readonly kind: 'missing' | 'unexpected' | 'changed';
  /** The first fields that differ, whole. `fieldCount` counts them all. */
  readonly fields: readonly FieldDifference[];
  readonly fieldCount: number;
  /** The last event that set one of the fields. Null when the log has no event for the row. */
  readonly event: DecisiveEvent | null;
}

export interface BothSides<Value> {
  readonly live: Value;
  readonly rebuilt: Value;
}

export interface StreamDigest {
  readonly stream: string;
  /** SHA-256 (hex) of the stream's rows in the table; null for a side that has none. */
  readonly digest: BothSides<string | null>;
}

export interface TableComparison {
  readonly table: string;
  readonly isEqual: boolean;
  readonly rows: BothSides<number>;
  /** SHA-256 (hex) of the rows as JSON arrays, one per line, in the order of their key. */
  readonly digest: BothSides<string>;
  /** Null for a table in which the rows of a stream are not adjacent. */
  readonly streams: {
    readonly compared: number;
    readonly different: number;
    /** The first streams that differ. */
    readonly differing: readonly StreamDigest[];
  } | null;
  readonly differences: number;
}

export interface ReplayResult {
  /** `equal`: no row differs; `different`: some do; `mended`: some did and were replaced by a swap. */
  readonly outcome: 'equal' | 'different' | 'mended';
  /** The position in the log at which both were compared. */
  readonly position: string;
  /** Events that were applied. */
  readonly events: number;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly tables: readonly TableComparison[];
  /** The number of rows that differ. `differences` lists the first of them. */
  readonly differenceCount: number;
  readonly differences: readonly RowDifference[];
  /** Null when no swap was wanted. */
  readonly swap: { readonly position: string; readonly writePauseMs: number } | null;
  /** The streams whose rows stay as they were, because of an event that cannot be read; absent if none. */
  readonly heldBack?: readonly HeldStream[];
}

/** How a replay ended: with a result, or with an error, which may be that somebody stopped it. */
export type ReplayEnding =
  { readonly result: ReplayResult } | { readonly error: unknown; readonly isInterrupted: boolean };

export interface ReplayProgress {
  readonly phase: 'rebuilding' | 'comparing' | 'swapping' | 'removing';
  /** The position reached while rebuilding, the rows compared so far while comparing, else 0. */
  readonly done: number;
  /** Null when it is not known in advance. */
  readonly total: number | null;
}
