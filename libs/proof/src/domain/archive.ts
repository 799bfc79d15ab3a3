/** The files of a bundle: contents by name, in the order of the archive. */
export type Files = ReadonlyMap<string, Uint8Array>;

const BLOCK = 512;
const MAX_NAME_BYTES = 100;

/** A longer path has its folder in a field of its own (POSIX ustar, `prefix`). */
const PREFIX_AT = 345;
const MAX_PREFIX_BYTES = 155;

interface Field {
  readonly at: number;
  readonly text: string;
}

/**
 * Returns a tar archive (POSIX ustar) of the files, all in the folder if one is named. Its bytes depend only
 * on the names, contents and order of the files and on the folder, not on when or where it was made. Tar,
 * because every system can open it and reading it takes thirty lines.
 */
export const tarOf = (files: Files, folder = ''): Uint8Array => {
  const blocks = [...files].flatMap(([name, content]) => [
    headerOf(pathOf(name, folder), content.length),
    padded(content),
  ]);
  return joined([...blocks, new Uint8Array(BLOCK * 2)]);
};

/** The path of a file as a header has it. */
interface ArchivePath {
  readonly prefix: string;
  readonly name: string;
}

const pathOf = (name: string, folder: string): ArchivePath => {
  if (folder === '') return { prefix: '', name };
  const path = `${folder}/${name}`;
  return path.length <= MAX_NAME_BYTES ? { prefix: '', name: path } : { prefix: folder, name };
};

/**
 * Returns the one folder in which the files of an archive are. It is empty where they are in none, as in the
 * bundles of earlier versions.
 */
export const folderOfTar = (archive: Uint8Array): string => {
  const [folder = '', ...rest] = pathIn(archive.subarray(0, BLOCK)).split('/');
  return rest.length === 0 ? '' : folder;
};

/**
 * Reads an archive that `tarOf` wrote, and returns its files without their folder. Returns undefined if any
 * byte differs from what `tarOf` writes for the same files and folder, so nothing can hide in the headers, in
 * the padding or after the end.
 */
export const filesOfTar = (archive: Uint8Array): Files | undefined => {
  const folder = folderOfTar(archive);
  const files = new Map<string, Uint8Array>();
  let at = 0;
  while (at + BLOCK <= archive.length && archive[at] !== 0) {
    const path = pathIn(archive.subarray(at, at + BLOCK));
    const name = folder === '' ? path : path.slice(folder.length + 1);
    const size = Number.parseInt(asciiOf(archive.subarray(at + 124, at + 135)), 8);
    const begin = at + BLOCK;
    if (!Number.isSafeInteger(size) || begin + size > archive.length || files.has(name)) return undefined;
    files.set(name, archive.slice(begin, begin + size));
    at = begin + Math.ceil(size / BLOCK) * BLOCK;
  }
  return isWritten(archive, files, folder) ? files : undefined;
};

/** Returns whether these are the bytes that `tarOf` writes. */
const isWritten = (archive: Uint8Array, files: Files, folder: string): boolean => {
  const names = folder === '' ? [...files.keys()] : [folder, ...files.keys()];
  if (!names.every(isFileName)) return false;
  const again = tarOf(files, folder);
  return again.length === archive.length && again.every((byte, index) => byte === archive[index]);
};

const isFileName = (name: string): boolean =>
  /^[a-zA-Z0-9][a-zA-Z0-9._/-]*$/.test(name) && !name.includes('..');

const pathIn = (header: Uint8Array): string => {
  const name = asciiOf(header.subarray(0, MAX_NAME_BYTES));
  const prefix = asciiOf(header.subarray(PREFIX_AT, PREFIX_AT + MAX_PREFIX_BYTES));
  return prefix === '' ? name : `${prefix}/${name}`;
};

const headerOf = ({ prefix, name }: ArchivePath, size: number): Uint8Array => {
  const fields: readonly Field[] = [
    { at: 0, text: name },
    { at: 100, text: '0000644\0' },
    { at: 108, text: '0000000\0' },
    { at: 116, text: '0000000\0' },
    { at: 124, text: `${size.toString(8).padStart(11, '0')}\0` },
    { at: 136, text: '00000000000\0' },
    { at: 148, text: '        ' },
    { at: 156, text: '0' },
    { at: 257, text: 'ustar\u000000' },
    { at: PREFIX_AT, text: prefix },
  ];
  const header = new Uint8Array(BLOCK);
  for (const { at, text } of fields) writeAscii(header, at, text);
  const sum = header.reduce((total, byte) => total + byte, 0);
  writeAscii(header, 148, `${sum.toString(8).padStart(6, '0')}\0 `);
  return header;
};

const writeAscii = (bytes: Uint8Array, at: number, text: string): void => {
  for (let index = 0; index < text.length; index += 1) bytes[at + index] = text.charCodeAt(index);
};

const asciiOf = (bytes: Uint8Array): string => {
  const end = bytes.indexOf(0);
  return String.fromCharCode(...bytes.subarray(0, end === -1 ? bytes.length : end));
};

const padded = (content: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(Math.ceil(content.length / BLOCK) * BLOCK);
  bytes.set(content);
  return bytes;
};

const joined = (parts: readonly Uint8Array[]): Uint8Array => {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
};
