import { randomUUID } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';

/**
 * The newest signed checkpoint in a file beside the log: a log that was put back from a backup is older than it,
 * and no hash inside that log could tell.
 */
export class PublishedCheckpoint {
  /** Without a file nothing is kept: on a cluster the processes have no disk, and the store is another machine's. */
  constructor(private readonly file?: string) {}

  async read(): Promise<string | undefined> {
    if (this.file === undefined) return undefined;
    try {
      return await readFile(this.file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** On the disk, whole, when it resolves. */
  async write(note: string): Promise<void> {
    if (this.file === undefined) return;
    const draft = `${this.file}.${randomUUID()}.new`;
    const handle = await open(draft, 'w', 0o644);
    try {
      await handle.writeFile(note);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, this.file);
  }
}
