import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { RecordedEvent } from '#libs/event-store';
import { auditLog } from '../../support/log-audit.js';
import type { Random } from '../../support/random.js';
import { Disk, type DiskImage } from './disk.js';
import type { TraceEntry } from './disk-trace.js';

export interface PowerCut {
  /** The files that it left. */
  readonly image: DiskImage;
  /** The highest position that had been answered before it; 0 for none. */
  readonly acknowledged: bigint;
}

/** Returns the files of a directory, which count as synced. */
export const filesIn = async (directory: string): Promise<DiskImage> => {
  const found = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = found.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const contents = await Promise.all(paths.map((path) => readFile(path)));
  return new Map(contents.map((content, at) => [(paths[at] ?? '').slice(directory.length + 1), content]));
};

/**
 * Cuts the power `count` times while the trace plays on a disk that began with the files: half of the times
 * right after an answer, when most is at stake, else anywhere.
 */
export function* powerCuts(
  { before, entries }: { readonly before: DiskImage; readonly entries: readonly TraceEntry[] },
  count: number,
  random: Random,
): Generator<PowerCut> {
  const answers = [...entries.keys()].filter((at) => positionIn(entries[at]) !== undefined);
  const cutsAfter = new Map<number, number>();
  for (let cut = 0; cut < count; cut += 1) {
    const at = cut % 2 === 0 ? (answers[random.below(answers.length)] ?? 0) : random.below(entries.length);
    cutsAfter.set(at, (cutsAfter.get(at) ?? 0) + 1);
  }
  const disk = new Disk(before);
  let acknowledged = 0n;
  for (const [at, entry] of entries.entries()) {
    disk.take(entry);
    const position = positionIn(entry) ?? 0n;
    if (position > acknowledged) acknowledged = position;
    for (let cut = cutsAfter.get(at) ?? 0; cut > 0; cut -= 1)
      yield { image: disk.afterPowerCut(random), acknowledged };
  }
}

const ANSWERED_POSITION = /^HTTP\/1\.1 2\d\d [^]*?\r\nledger-position: (\d+)\r\n/i;

const positionIn = (entry: TraceEntry | undefined): bigint | undefined => {
  if (entry?.kind !== 'answered') return undefined;
  const position = ANSWERED_POSITION.exec(entry.text)?.[1];
  return position === undefined ? undefined : BigInt(position);
};

/** Puts the files of an image into an empty directory, as the machine finds them when the power is back. */
export const restart = async (image: DiskImage, directory: string): Promise<void> => {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true, mode: 0o700 });
  for (const [name, content] of image) {
    // Shared memory of processes that are gone: SQLite makes it again.
    if (name.endsWith('-shm')) continue;
    const path = join(directory, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content, { mode: 0o600 });
  }
};

/** Returns what a power cut did to the log that no power cut may do; empty for nothing. */
export const lossesIn = async (
  log: string,
  { acknowledged, whole }: { readonly acknowledged: bigint; readonly whole: readonly RecordedEvent[] },
): Promise<readonly string[]> => {
  const { events, faults } = await auditLog(log);
  const other = events.findIndex((event, at) => !isDeepStrictEqual(event, whole[at]));
  return [
    ...faults,
    ...(other === -1 ? [] : [`position ${other + 1} has another event than was written there`]),
    ...(BigInt(events.length) < acknowledged
      ? [`the log ends at ${events.length}, and ${acknowledged} had been acknowledged`]
      : []),
  ];
};
