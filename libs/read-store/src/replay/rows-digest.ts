import { createHash, type Hash } from 'node:crypto';
import type { Row } from './replay-result.js';

/** Digests one table's rows as they come by: all of them, and those of the stream at hand. */
export class RowsDigest {
  rows = 0;
  private readonly all = createHash('sha256');
  private ofStream: Hash | undefined;

  constructor(private readonly columns: readonly string[]) {}

  add(row: Row): void {
    // The order of the columns is the read model's own, which is the same on every database.
    const line = `${JSON.stringify(this.columns.map((column) => row[column]))}\n`;
    this.rows += 1;
    this.all.update(line);
    this.ofStream ??= createHash('sha256');
    this.ofStream.update(line);
  }

  /** The digest of the rows since it was taken last; null for none. */
  takeStream(): string | null {
    const digest = this.ofStream?.digest('hex') ?? null;
    this.ofStream = undefined;
    return digest;
  }

  digest(): string {
    return this.all.digest('hex');
  }
}
