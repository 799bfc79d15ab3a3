import { createHash, type Hash } from 'node:crypto';
import type { Row } from './replay-result.js';

/** The digests of the rows of one table: of all of them, and of those of the current stream. */
export class RowsDigest {
  rows = 0;
  private readonly all = createHash('sha256');
  private ofStream: Hash | undefined;

  constructor(private readonly columns: readonly string[]) {}

  add(row: Row): void {
    // The columns come in the order of their creation, which is the same on every database.
    const line = `${JSON.stringify(this.columns.map((column) => row[column]))}\n`;
    this.rows += 1;
    this.all.update(line);
    this.ofStream ??= createHash('sha256');
    this.ofStream.update(line);
  }

  /** Returns the digest of the rows added since the last call, or null if there are none. */
  takeStream(): string | null {
    const digest = this.ofStream?.digest('hex') ?? null;
    this.ofStream = undefined;
    return digest;
  }

  digest(): string {
    return this.all.digest('hex');
  }
}
