import { randomUUID } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { PublishedCheckpoint } from './published-checkpoint.js';

/**
 * The newest signed checkpoint in a file beside the log: a log that was put back from a backup is older than it,
 * and no hash inside that log could tell.
 */
export class CheckpointFile extends PublishedCheckpoint {
  constructor(private readonly file: string) {
    super();
  }

  override async write(note: string): Promise<void> {
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

  protected override async read(): Promise<string | undefined> {
    try {
      return await readFile(this.file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }
}
