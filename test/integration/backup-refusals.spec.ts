import { copyFile, cp, mkdir, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '#libs/sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Ended, runLedger } from '../support/command-line.js';
import { type LedgerDirectory, ledgerDirectory } from '../support/ledger-directory.js';
import { signedDirectory, writeAndSign } from '../support/signed-directory.js';

const FIXTURE = fileURLToPath(new URL('../fixtures/data-directory-284558f', import.meta.url));
const ACCEPTED = ['--accept-loss', '--by', 'Grace Hopper', '--reason', 'the disk died'];

const signed = signedDirectory();
const { ledger } = signed;

let fresh: LedgerDirectory;
let backups: LedgerDirectory;

beforeEach(async () => {
  [fresh, backups] = await Promise.all([ledgerDirectory(), ledgerDirectory()]);
});

afterEach(async () => {
  await Promise.all([fresh, backups].map((directory) => directory.dispose()));
});

const backup = (): string => join(backups.path, 'backup');

const backUp = (...args: string[]): Promise<Ended> => ledger('backup', '--to', backup(), ...args);

/** The directory of a restore. */
type Target = Pick<LedgerDirectory, 'path'>;

/** Restores the backup into another directory than the one that it was made of. */
const restoreTo = (
  { path }: Target,
  args: readonly string[] = [],
  variables: Record<string, string> = {},
): Promise<Ended> =>
  runLedger(['restore', '--from', backup(), ...args], { LEDGER_DATA_DIR: path, ...variables });

const verify = async ({ path }: Target): Promise<string> =>
  (await runLedger(['verify'], { LEDGER_DATA_DIR: path })).stdout;

const refusal = (text: string | RegExp) => ({
  code: 1,
  stderr: expect.stringMatching(
    new RegExp(`^[^\\n]*${typeof text === 'string' ? text : text.source}[^\\n]*\\n$`),
  ),
});

/** Returns the path of the file of a backup that begins so. */
const partOf = async (prefix: string): Promise<string> =>
  join(backup(), (await readdir(backup())).find((name) => name.startsWith(prefix)) ?? 'none');

const flipByte = async (file: string): Promise<void> => {
  const middle = Math.floor((await stat(file)).size / 2);
  const handle = await open(file, 'r+');
  const byte = Buffer.alloc(1);
  await handle.read(byte, 0, 1, middle);
  await handle.write(Buffer.from([(byte[0] ?? 0) ^ 1]), 0, 1, middle);
  await handle.close();
};

describe('the directory of a backup', () => {
  it.each([
    ['lies in the data directory', () => signed.directory.path, 'lies in the data directory'],
    ['is below it', () => join(signed.directory.path, 'a/b'), 'lies in the data directory'],
    ['is a file', () => join(FIXTURE, 'README.md'), 'a file has its name'],
    ['is below a file', () => join(FIXTURE, 'README.md/backup'), 'it is no directory'],
    ['cannot be created, although the one above is there', () => '/proc/backup', 'cannot be created'],
    ['is on a file system that takes none', () => '/sys/backup', 'cannot be created'],
  ])('is refused if it %s', async (_, directory, why) => {
    expect(await ledger('backup', '--to', directory())).toMatchObject(refusal(why));
  });

  it('is refused if it holds something else, which stays', async () => {
    await mkdir(backup());
    await writeFile(join(backup(), 'thesis.txt'), 'mine');

    expect(await backUp()).toMatchObject(refusal(/holds something else \(thesis\.txt\)/));
    expect(await readdir(backup())).toStrictEqual(['thesis.txt']);
  });

  it('is refused if it has a backup of another log', async () => {
    await backUp();
    await writeAndSign(fresh);
    const other = await runLedger(['backup', '--to', backup()], { LEDGER_DATA_DIR: fresh.path });

    expect(other).toMatchObject(refusal('has a backup of another log'));
    expect((await ledger('backup', '--check', backup())).code).toBe(0);
  });
});

describe('a backup that was changed', () => {
  it.each([
    ['manifest.json', 'manifest.json'],
    ['the log', 'log-'],
    ['the key', 'signing-key-'],
    ['the checkpoint', 'checkpoint-'],
  ])('is found by a check and by a restore, which changes nothing: %s', async (_, prefix) => {
    await backUp();
    await flipByte(await partOf(prefix));

    const why = refusal(/(?:is not as it was written|is not the manifest of a backup)/);
    expect(await ledger('backup', '--check', backup())).toMatchObject(why);
    expect(await restoreTo(fresh)).toMatchObject(why);
    expect(await readdir(fresh.path)).toStrictEqual([]);
  });

  it('is found if it lacks a part', async () => {
    await backUp();
    await rm(await partOf('log-'));

    expect(await ledger('backup', '--check', backup())).toMatchObject(refusal('The backup lacks'));
    expect(await restoreTo(fresh)).toMatchObject(refusal('The backup lacks'));
  });
});

describe('a restore into an empty directory', () => {
  it('continues with the key that is kept elsewhere, where the backup has none', async () => {
    const key = join(backups.path, 'kept-key');
    await copyFile(signed.directory.files.signingKey, key);
    await backUp('--without-keys');
    await expect(partOf('signing-key-')).resolves.toMatch(/none$/);

    expect(await restoreTo(fresh)).toMatchObject(refusal('set LEDGER_SIGNING_KEY_FILE to your copy'));
    expect(await readdir(fresh.path)).toStrictEqual([]);
    expect((await restoreTo(fresh, [], { LEDGER_SIGNING_KEY_FILE: key })).code).toBe(0);
    expect(await readdir(fresh.path)).not.toContain('signing-key');
    expect(await verify(fresh)).toMatch(/VERIFIED\n$/);
  });

  it('begins a new origin if a loss is accepted, because nobody knows what is lost', async () => {
    await backUp();

    expect((await restoreTo(fresh, ACCEPTED)).stdout).toMatch(/goes on as \S+\/restored-/);
    expect(await verify(fresh)).toMatch(
      /by Grace Hopper \(the disk died\): nothing that was signed[^]*VERIFIED\n$/,
    );
  });

  it('refuses to lose what a checkpoint that somebody kept says was signed', async () => {
    await backUp();
    await writeAndSign(signed.directory);
    const kept = join(backups.path, 'kept');
    await copyFile(signed.directory.files.checkpoint, kept);

    const lost = ['--lost-checkpoint', kept];
    expect(await restoreTo(fresh, lost)).toMatchObject(refusal(/at least 3 signed events are lost/));
    expect(await readdir(fresh.path)).toStrictEqual([]);
    expect((await restoreTo(fresh, [...lost, ...ACCEPTED])).code).toBe(0);
    expect(await verify(fresh)).toMatch(/the events from 5 to 7 of[^]*VERIFIED\n$/);
  });

  it('refuses a checkpoint that no key signed, or that is missing', async () => {
    await backUp();
    const forged = join(backups.path, 'forged');
    await writeFile(
      forged,
      (await readFile(signed.directory.files.checkpoint, 'utf8')).replace('\n4\n', '\n9\n'),
    );

    expect(await restoreTo(fresh, ['--lost-checkpoint', forged])).toMatchObject(
      refusal('No key of this ledger'),
    );
    expect(await restoreTo(fresh, ['--lost-checkpoint', `${forged}.not`])).toMatchObject(
      refusal('There is no checkpoint at'),
    );
  });

  it('takes over what the version before left, to the same rows', async () => {
    const former = join(backups.path, 'former');
    await cp(FIXTURE, former, { recursive: true });
    const made = await runLedger(['backup', '--to', backup()], { LEDGER_DATA_DIR: former });

    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect((await restoreTo(fresh)).code).toBe(0);
    expect(await verify(fresh)).toMatch(/VERIFIED\n$/);
    const running = fresh.start();
    await running.ready();
    expect((await runLedger(['replay'], { LEDGER_DATA_DIR: fresh.path })).stdout).toContain('EQUAL');
    await running.terminate();
  });
});

/** Copies a data directory: a restore refuses a log that this process has had open. */
const copyOf = async ({ path }: Target, name: string): Promise<Target> => {
  const target = join(backups.path, name);
  await cp(path, target, { recursive: true, filter: (file) => !file.includes('events.sqlite') });
  const database = await openDatabase(join(path, 'events.sqlite'), { synchronous: 'FULL' });
  database.exec(`VACUUM INTO '${join(target, 'events.sqlite')}'`);
  database.close();
  return { path: target };
};

describe('a restore over a ledger', () => {
  it('is refused if that signed another history under the same key, whatever is accepted', async () => {
    const before = await copyOf(signed.directory, 'before');
    await cp(before.path, fresh.path, { recursive: true });
    await writeAndSign(signed.directory);
    await backUp();
    await writeAndSign(fresh);
    const other = await copyOf(fresh, 'other');

    for (const args of [[], ACCEPTED])
      expect(await restoreTo(other, args)).toMatchObject(refusal('two histories under one key'));
    expect(await readdir(other.path)).not.toContain('restoring');
    expect(await verify(other)).toMatch(/7 events[^]*VERIFIED\n$/);
    // An older state of the same history is no other one.
    expect((await restoreTo(before)).code).toBe(0);
  });

  it('names the newest origin as what is lost, and with it the restore that began it', async () => {
    await backUp();
    await writeAndSign(signed.directory);
    const kept = join(backups.path, 'kept');
    await copyFile(signed.directory.files.checkpoint, kept);
    const target = await copyOf(signed.directory, 'target');
    expect((await restoreTo(target, ACCEPTED)).code).toBe(0);
    const [origin = ''] = (await readFile(join(target.path, 'checkpoint'), 'utf8')).split('\n');

    // The kept checkpoint of the first origin is over more events than that of the second.
    const again = await restoreTo(target, ['--lost-checkpoint', kept, ...ACCEPTED]);
    expect(again).toMatchObject({ code: 0, stderr: '' });
    const said = await verify(target);
    expect(said).toMatch(new RegExp(`the events from 1 to 5 of the origin ${origin} are lost`));
    expect(said).toMatch(/with them the restore on \S+ by Grace Hopper \(the disk died\)[^]*VERIFIED\n$/);
  });

  it('takes a checkpoint that was changed for a loss, and never names it as what was signed', async () => {
    await backUp();
    const target = await copyOf(signed.directory, 'target');
    const file = join(target.path, 'checkpoint');
    await writeFile(file, (await readFile(file, 'utf8')).replace('\n4\n', '\n9\n'));

    expect((await restoreTo(target)).code).toBe(1);
    expect((await restoreTo(target, ACCEPTED)).code).toBe(0);
    expect(await verify(target)).toMatch(/nothing that was signed[^]*VERIFIED\n$/);
  });
});
