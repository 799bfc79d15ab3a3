import { appendFile, cp, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dataFiles } from '#libs/environment';
import { sealOf } from '#libs/read-store';
import { copyDirectory, type KnownDirectories } from './known-directory.js';

type Files = ReturnType<typeof dataFiles>;

/** Something that happened to the files of a ledger that does not run. */
export interface FileFault {
  /** The kind that it is counted with. */
  readonly kind: string;
  readonly what: string;
  /** The directory that it happens to. */
  readonly of: 'whole' | 'killed' | 'half';
  /** Whether the log itself is another one, so that it alone says what is right. */
  readonly isOfLog: boolean;
  happenTo(directory: string, known: KnownDirectories): Promise<void>;
}

type Happening = (files: Files, known: KnownDirectories, directory: string) => Promise<void>;

const faults = (
  kind: string,
  of: FileFault['of'],
  happenings: readonly (readonly [what: string, happening: Happening, isOfLog?: true])[],
): readonly FileFault[] =>
  happenings.map(([what, happening, isOfLog = false]) => ({
    ...{ kind, what, of, isOfLog },
    happenTo: (directory, known) => happening(dataFiles(directory), known, directory),
  }));

const without = async (file: string): Promise<void> => {
  for (const suffix of ['', '-wal', '-shm']) await rm(file + suffix, { force: true });
};

/** Puts a file of another directory in the place of the one that is there. */
const taken = async (file: keyof Files, from: string, files: Files): Promise<void> => {
  await without(files[file]);
  await cp(dataFiles(from)[file], files[file]);
};

const cutInHalf = async (file: string): Promise<void> => {
  const { size } = await stat(file);
  await truncate(file, Math.floor(size / 2));
};

const exchanges = [
  ...faults('old log under new rows', 'whole', [
    ['with the new checkpoint', (files, { half }) => taken('events', half, files), true],
    [
      'with its own checkpoint',
      async (files, { half }) => {
        await taken('events', half, files);
        await taken('checkpoint', half, files);
      },
      true,
    ],
  ]),
  ...faults('new log under old rows', 'whole', [
    ['', (files, { half }) => taken('readModels', half, files)],
    [
      'without a seal',
      async (files, { half }) => {
        await taken('readModels', half, files);
        await rm(sealOf(files.readModels));
      },
    ],
  ]),
  ...faults('foreign log', 'whole', [
    ['with our checkpoint', (files, { foreign }) => taken('events', foreign, files), true],
    [
      'with its checkpoint and key',
      async (files, { foreign }) => {
        for (const file of ['events', 'checkpoint', 'signingKey', 'verifyingKeys'] as const)
          await taken(file, foreign, files);
      },
      true,
    ],
    ['its rows', (files, { foreign }) => taken('readModels', foreign, files)],
    [
      'its rows with their seal',
      async (files, { foreign }) => {
        await taken('readModels', foreign, files);
        await cp(sealOf(dataFiles(foreign).readModels), sealOf(files.readModels));
      },
    ],
  ]),
  ...faults('emptied store', 'whole', [
    ['the log is gone', (files) => without(files.events), true],
    [
      'log and checkpoint are gone',
      async (files) => {
        await without(files.events);
        await rm(files.checkpoint);
      },
      true,
    ],
    ['the rows are gone', (files) => without(files.readModels)],
    [
      'all is gone',
      async (_, __, directory) => {
        for (const name of await readdir(directory)) await rm(join(directory, name));
      },
      true,
    ],
  ]),
];

const crashes = faults('killed, and -wal removed or cut', 'killed', [
  ['nothing else', async () => undefined],
  ['-shm removed', async (files) => rm(`${files.events}-shm`, { force: true })],
  ['-wal of the log removed', (files) => rm(`${files.events}-wal`), true],
  ['-wal of the log cut in half', (files) => cutInHalf(`${files.events}-wal`), true],
  [
    '-wal of the log cut by a byte',
    async (files) => {
      const { size } = await stat(`${files.events}-wal`);
      await truncate(`${files.events}-wal`, size - 1);
    },
    true,
  ],
  ['the log removed without its -wal', (files) => rm(files.events), true],
  ['-wal of the rows removed', (files) => rm(`${files.readModels}-wal`)],
  ['-wal of the rows cut in half', (files) => cutInHalf(`${files.readModels}-wal`)],
  ['noise after the -wal', (files) => appendFile(`${files.events}-wal`, Buffer.alloc(9_000, 7))],
]);

const PAGE = 8_192;

const truncations = (['events', 'readModels'] as const).flatMap((file) =>
  faults(
    `truncated ${file === 'events' ? 'events.sqlite' : 'read-models.sqlite'}`,
    'whole',
    (
      [
        ['to nothing', () => 0],
        ['to its header', () => 100],
        ['to a page', () => PAGE],
        ['in half', (size) => Math.floor(size / 2)],
        ['by a page', (size) => size - PAGE],
        ['by a byte', (size) => size - 1],
      ] as readonly (readonly [string, (size: number) => number])[]
    ).map(([what, left]) => {
      const happening: Happening = async (files) => {
        await truncate(files[file], left((await stat(files[file])).size));
      };
      return file === 'events' ? ([what, happening, true] as const) : ([what, happening] as const);
    }),
  ),
);

const keys = faults('keys and checkpoint', 'whole', [
  ['another signing key', (files, { foreign }) => taken('signingKey', foreign, files)],
  ['no signing key', (files) => rm(files.signingKey)],
  ['an empty signing key', (files) => writeFile(files.signingKey, '')],
  ['a signing key that is none', (files) => writeFile(files.signingKey, 'hello\n')],
  ['another checkpoint', (files, { foreign }) => taken('checkpoint', foreign, files)],
  ['an older checkpoint', (files, { half }) => taken('checkpoint', half, files)],
  ['no checkpoint', (files) => rm(files.checkpoint)],
  ['an empty checkpoint', (files) => writeFile(files.checkpoint, '')],
  ['a checkpoint that is none', (files) => writeFile(files.checkpoint, 'hello\n')],
  ['no verifying keys', (files) => rm(files.verifyingKeys)],
  ['a seal that is none', (files) => writeFile(sealOf(files.readModels), 'hello\n')],
]);

/** Every fault of files of a ledger that does not run. */
export const fileFaults: readonly FileFault[] = [...exchanges, ...crashes, ...truncations, ...keys];

/** Returns a copy of the directory to which the fault has happened. */
export const faultyDirectory = async (fault: FileFault, known: KnownDirectories): Promise<string> => {
  const copy = known.place();
  await copyDirectory(known[fault.of], copy);
  await fault.happenTo(copy, known);
  return copy;
};
