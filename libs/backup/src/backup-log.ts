import { LogFile, type LogPlace } from '#libs/event-store';
import { LOG_RESTORED, RESTORE_STREAM } from '#libs/proof';

/** The log of a backup, event by event. */
export class BackupLog {
  private constructor(private readonly parts: readonly LogFile[]) {}

  static async open(files: readonly string[]): Promise<BackupLog> {
    const parts: LogFile[] = [];
    for (const file of files) parts.push(await LogFile.openSegment(file));
    return new BackupLog(parts);
  }

  end(): LogPlace | undefined {
    return this.parts.at(-1)?.end();
  }

  idAt(position: bigint): string | undefined {
    for (const part of this.parts) {
      const id = part.idAt(position);
      if (id !== undefined) return id;
    }
    return undefined;
  }

  /** Counts the leaves of the proof log. */
  leaves(streamPrefixes: readonly string[]): number {
    return this.parts.reduce((sum, part) => sum + leavesOf(part, { after: 0n, streamPrefixes }), 0);
  }

  close(): void {
    for (const part of this.parts) part.close();
  }
}

/** Counts the events of a log after a position that are leaves of the proof log: those of its streams, and restores. */
export const leavesOf = (
  log: LogFile,
  { after, streamPrefixes }: { readonly after: bigint; readonly streamPrefixes: readonly string[] },
): number => {
  const range = { after, upTo: log.end()?.position ?? 0n };
  return log.count(range, streamPrefixes) + log.countOf(LOG_RESTORED, { ...range, stream: RESTORE_STREAM });
};
