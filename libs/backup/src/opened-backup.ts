import { join } from 'node:path';
import { BackupError } from './backup-error.js';
import { textIn } from './files.js';
import {
  type BackupFile,
  type FileRole,
  filesOf,
  type Manifest,
  MANIFEST,
  parseManifest,
} from './manifest.js';

/** A backup in its directory. */
export class OpenedBackup {
  private constructor(
    readonly directory: string,
    readonly manifest: Manifest,
    /** The text of the signed checkpoint; undefined where nothing was signed. */
    readonly note: string | undefined,
  ) {}

  /** Returns a backup whose manifest is not in place yet. */
  static of(directory: string, manifest: Manifest, note: string | undefined): OpenedBackup {
    return new OpenedBackup(directory, manifest, note);
  }

  /** Reads the manifest. @throws BackupError when the directory has none, or it is not as it was written. */
  static async read(directory: string): Promise<OpenedBackup> {
    const found = await OpenedBackup.find(directory);
    if (found === undefined) throw new BackupError(`${directory} has no backup: there is no ${MANIFEST}.`);
    return found;
  }

  /** Like `read`; returns undefined where there is no manifest. */
  static async find(directory: string): Promise<OpenedBackup | undefined> {
    const file = join(directory, MANIFEST);
    const text = await textIn(file);
    if (text === undefined) return undefined;
    const manifest = parseManifest(text, file);
    const [checkpoint] = filesOf(manifest, 'checkpoint');
    const note = checkpoint === undefined ? undefined : await textIn(join(directory, checkpoint.name));
    return new OpenedBackup(directory, manifest, note);
  }

  /** Returns the paths of the parts of the log, in the order of their events. */
  get logFiles(): readonly string[] {
    return filesOf(this.manifest, 'log').map((file) => this.pathOf(file));
  }

  /** Returns the path of the one file of a role; undefined if the backup has none. */
  file(role: Exclude<FileRole, 'log'>): string | undefined {
    const [file] = filesOf(this.manifest, role);
    return file === undefined ? undefined : this.pathOf(file);
  }

  pathOf({ name }: BackupFile): string {
    return join(this.directory, name);
  }
}
