import { randomUUID } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { PublishedCheckpoint } from './published-checkpoint.js';

/**
 * Keeps the newest signed checkpoint in a file beside the log. A log that was restored from an old backup is
 * shorter than that checkpoint, which nothing inside the log would show. A power cut may bring back the
 * previous checkpoint; the next start then signs the newest recorded one again.
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
