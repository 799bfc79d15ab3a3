import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { dataFiles } from '#libs/environment';

/** What a file is, whatever its name: the device and the number that it has there. */
export interface FileIdentity {
  readonly device: bigint;
  readonly inode: bigint;
}

/** Why a file is not the open one any more, as a sentence, by what it is for; undefined where it still is. */
export interface StrayFiles {
  readonly log: string | undefined;
  readonly readModels: string | undefined;
}

/** The files that SQLite keeps open beside each database. */
const SUFFIXES = ['', '-wal', '-shm'] as const;

/**
 * The files that this process has open in its data directory, as they were found when they were opened. An
 * open file outlives its name: whoever deletes, moves or replaces it is not noticed by reading or writing.
 */
export class OpenFiles {
  private readonly identities = new Map<string, FileIdentity>();

  private constructor(
    private readonly log: readonly string[],
    private readonly readModels: readonly string[],
  ) {}

  /** Notes the files of the directory. They must have been opened already. */
  static async in(dataDirectory: string): Promise<OpenFiles> {
    const { events, readModels } = dataFiles(dataDirectory);
    const files = new OpenFiles(withCompanions(events), withCompanions(readModels));
    await files.look();
    return files;
  }

  /** Looks whether each path still leads to the open file. Never rejects. */
  async look(): Promise<StrayFiles> {
    const [log, readModels] = await Promise.all([this.strayIn(this.log), this.strayIn(this.readModels)]);
    return { log, readModels };
  }

  private async strayIn(paths: readonly string[]): Promise<string | undefined> {
    const found = await Promise.all(paths.map((path) => this.strayAt(path)));
    return found.find((problem) => problem !== undefined);
  }

  private async strayAt(path: string): Promise<string | undefined> {
    const known = this.identities.get(path);
    const seen = await identityOf(path);
    if (typeof seen === 'string') return known && `${basename(path)} ${seen}`;
    if (known === undefined) this.identities.set(path, seen);
    else if (seen.device !== known.device || seen.inode !== known.inode)
      return `another file is in the place of ${basename(path)}`;
    return undefined;
  }
}

const withCompanions = (path: string): readonly string[] => SUFFIXES.map((suffix) => path + suffix);

/** The databases of a data directory that a process has open; undefined where there was none. */
export interface OpenDatabases {
  readonly events: FileIdentity | undefined;
  readonly readModels: FileIdentity | undefined;
}

/** Returns what the databases of a data directory are, for other threads that open them later. */
export const databasesIn = async (dataDirectory: string): Promise<OpenDatabases> => {
  const { events, readModels } = dataFiles(dataDirectory);
  const [log, rows] = await Promise.all([identityOf(events), identityOf(readModels)]);
  return {
    events: typeof log === 'string' ? undefined : log,
    readModels: typeof rows === 'string' ? undefined : rows,
  };
};

/**
 * Rejects databases that are not the files that another thread of this process has open: what a thread reads from
 * another file, or builds there, is not of the ledger that the process serves.
 *
 * @throws Error naming the file.
 */
export const assertSameDatabases = async (
  dataDirectory: string,
  known: OpenDatabases | undefined,
): Promise<void> => {
  if (known === undefined) return;
  const seen = await databasesIn(dataDirectory);
  for (const file of ['events', 'readModels'] as const)
    if (seen[file]?.device !== known[file]?.device || seen[file]?.inode !== known[file]?.inode)
      throw new Error(`${dataFiles(dataDirectory)[file]} is not the file that this process has open.`);
};

/** Returns what is at the path, or in words why nothing is known of it. */
const identityOf = async (path: string): Promise<FileIdentity | string> => {
  try {
    // The numbers of some file systems are larger than a number can be.
    const { dev: device, ino: inode } = await stat(path, { bigint: true });
    return { device, inode };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? 'is gone' : `cannot be looked at (${code ?? 'unknown'})`;
  }
};
