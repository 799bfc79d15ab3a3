import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDatabase } from '#libs/sqlite';
import { beingReplayed } from '../../support/being-replayed.js';
import type { RecordedLedger } from '../../support/recorded-ledger.js';

/** Builds the read models again: equal, different, mended, and as of a moment. */
export const runReplays = async (ledger: RecordedLedger): Promise<void> => {
  const replay = (name: string, ...args: string[]) => ledger.command(name, ['replay', ...args]);
  const fileOf = (name: string): string => join(ledger.directory.path, name);
  await replay('a replay');
  await replay('a replay as json', '--json');
  await replay('a replay that swaps', '--swap', '--batch', '10');
  await replay('a replay that swaps as json', '--swap', '--json');
  await replay('a replay with a report', '--report', fileOf('replay.json'));
  ledger.take('the report', { file: await readFile(fileOf('replay.json'), 'utf8') });
  await replay('a replay with a page', '--report', fileOf('replay.html'));
  ledger.take('the page', { file: await readFile(fileOf('replay.html'), 'utf8') });
  await replay('the past', '--as-of', '2025-06-02T09:00:00.050Z');
  await replay('the past as json', '--as-of', '2025-06-02T11:00:00.050+02:00', '--json');
  await replay('a past day', '--as-of', '2025-06-01');
  for (const [name, ...args] of [
    ['a day to come', '--as-of', '2999-01-01'],
    ['a day that is none', '--as-of', 'yesterday'],
    ['a past that swaps', '--as-of', '2025-06-01', '--swap'],
    ['a batch of none', '--batch', '0'],
    ['a batch of too many', '--batch', '10001'],
    ['a report of another kind', '--report', 'replay.txt'],
    ['a progress of another kind', '--progress', 'loud'],
    ['a batch of none as json', '--batch', '0', '--json'],
  ] as const)
    await replay(name, ...args);
  await beingReplayed(ledger, async () => {
    await replay('a replay beside another');
    await replay('a replay beside another as json', '--json');
  });

  const rows = await openDatabase(ledger.directory.files.readModels, { synchronous: 'NORMAL' });
  rows.exec("UPDATE dispute_timeline SET actor = 'Nobody' WHERE dispute_id = 'U-1' AND revision = 1");
  rows.exec("DELETE FROM dispute_timeline WHERE dispute_id = 'U-1' AND revision = 0");
  rows.close();
  await replay('a replay that differs');
  await replay('a replay that differs as json', '--json');
  await replay('a replay that mends', '--swap');
  await replay('a replay that has mended');
};
