import type { Random } from '../../support/random.js';
import type { TraceEntry } from './disk-trace.js';

/** A change of a file's content that no sync has covered yet. */
type Change = Extract<TraceEntry, { readonly kind: 'wrote' | 'resized' }>;

/** A change of the directory: the name leads to the file from then on, or to none. */
interface Naming {
  readonly name: string;
  readonly file: File | undefined;
}

interface File {
  synced: Buffer;
  unsynced: Change[];
}

/** The files that a power cut left, by name. */
export type DiskImage = ReadonlyMap<string, Buffer>;

/** The smallest part of a write that a disk writes whole. */
const SECTOR_BYTES = 512;

/**
 * A disk that keeps what it has synced, and of the rest whatever chance has it: a write may be missing, be torn
 * between sectors, or have reached the disk before one that came earlier. Names change in order, as in the
 * journal of a file system, and a sync of a file covers its name.
 */
export class Disk {
  private readonly names = new Map<string, File>();
  private readonly syncedNames = new Map<string, File>();
  private unsyncedNames: Naming[] = [];

  /** @param files What is on the disk, and synced, at first. */
  constructor(files: DiskImage) {
    for (const [name, content] of files) {
      const file = { synced: content, unsynced: [] };
      this.names.set(name, file);
      this.syncedNames.set(name, file);
    }
  }

  take(entry: TraceEntry): void {
    switch (entry.kind) {
      case 'created':
        this.rename(entry.name, { synced: Buffer.alloc(0), unsynced: [] });
        break;
      case 'wrote':
      case 'resized':
        this.at(entry.name).unsynced.push(entry);
        break;
      case 'synced':
        this.sync(entry.name);
        break;
      case 'linked':
        if (entry.to !== undefined) this.rename(entry.to, this.at(entry.name));
        break;
      case 'renamed':
        if (entry.to !== undefined) this.rename(entry.to, this.at(entry.name));
        this.rename(entry.name, undefined);
        break;
      case 'removed':
        this.rename(entry.name, undefined);
        break;
      case 'answered':
        break;
    }
  }

  /** Returns one of the states in which a power cut could leave the disk now. */
  afterPowerCut(random: Random): DiskImage {
    const names = new Map(this.syncedNames);
    applyNames(names, this.unsyncedNames.slice(0, random.below(this.unsyncedNames.length + 1)));
    const luck = random.next();
    return new Map([...names].map(([name, file]) => [name, contentAfter(file, { luck, random })]));
  }

  private at(name: string): File {
    const file = this.names.get(name);
    if (file === undefined) throw new Error(`The trace has no beginning of ${name}.`);
    return file;
  }

  private rename(name: string, file: File | undefined): void {
    applyNames(this.names, [{ name, file }]);
    this.unsyncedNames.push({ name, file });
  }

  private sync(name: string): void {
    if (name === '.') {
      this.syncNames(this.unsyncedNames.length);
      return;
    }
    const file = this.at(name);
    file.synced = changed(file.synced, file.unsynced);
    file.unsynced = [];
    this.syncNames(this.unsyncedNames.findLastIndex((naming) => naming.file === file) + 1);
  }

  private syncNames(count: number): void {
    applyNames(this.syncedNames, this.unsyncedNames.splice(0, count));
  }
}

const applyNames = (names: Map<string, File>, namings: readonly Naming[]): void => {
  for (const { name, file } of namings)
    if (file === undefined) names.delete(name);
    else names.set(name, file);
};

/** `luck` is the share of the writes that reached the disk whole; a third of the others were torn. */
const contentAfter = (
  { synced, unsynced }: File,
  { luck, random }: { readonly luck: number; readonly random: Random },
): Buffer => {
  const reached = unsynced.flatMap((change) => {
    if (random.next() < luck) return [change];
    return change.kind === 'wrote' && random.below(3) === 0 ? torn(change, random) : [];
  });
  return changed(synced, reached);
};

const torn = (
  { name, offset, data }: Extract<Change, { readonly kind: 'wrote' }>,
  random: Random,
): readonly Change[] => {
  const sectors: Change[] = [];
  for (let at = 0; at < data.length; at += SECTOR_BYTES)
    if (random.below(2) === 0)
      sectors.push({ kind: 'wrote', name, offset: offset + at, data: data.subarray(at, at + SECTOR_BYTES) });
  return sectors;
};

const changed = (content: Buffer, changes: readonly Change[]): Buffer => {
  const ends = changes.map((change) =>
    change.kind === 'resized' ? change.length : change.offset + change.data.length,
  );
  const grown = Buffer.alloc(ends.reduce((one, other) => Math.max(one, other), content.length));
  content.copy(grown);
  let length = content.length;
  for (const change of changes)
    if (change.kind === 'resized') {
      // What is cut off is gone, also if the file grows again.
      grown.fill(0, Math.min(length, change.length));
      length = change.length;
    } else {
      change.data.copy(grown, change.offset);
      length = Math.max(length, change.offset + change.data.length);
    }
  return grown.subarray(0, length);
};
