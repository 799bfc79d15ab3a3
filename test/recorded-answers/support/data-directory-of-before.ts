import { chmod, copyFile, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { LedgerDirectory } from '../../support/ledger-directory.js';

const BEFORE = new URL('../../fixtures/data-directory-284558f/', import.meta.url);

/** The API keys of the directory; the last two are no longer in force. */
export interface KeysOfBefore {
  readonly smartOdr: { readonly authorization: string };
  readonly enfinitos: string;
  readonly billtrust: string;
  readonly auditor: string;
  readonly revoked: string;
  readonly replaced: string;
}

/** The disputes of the directory, by how they ended. */
export const disputesOfBefore = {
  conciliated: 'acme/MII-INV-2024-01-781096',
  arbitrated: 'acme/DMDP-DP-2024-07-649989',
  strict: 'umbrella/U-1',
  resolved: 'acme/dispute:34cb32a1-790d-50db-8252-f46195c01341',
  withdrawn: 'acme/dispute:0eac7581-8f40-489d-a9fa-cf7de2aa8863',
  closed: 'acme/0cd50563-fad0-5d34-8c29-56ac0db40870',
  cancelled: 'acme/a20d585a-22a9-4b69-8579-adec99872ec1',
  'closed with its invoice': 'acme/4218da9b-dc69-433a-ac58-bfd1c8506cbb',
} as const;

/** Copies the files into an empty directory. */
export const copyBefore = async ({ files }: LedgerDirectory): Promise<KeysOfBefore> => {
  for (const file of [files.events, files.signingKey, files.verifyingKeys, files.checkpoint])
    await copyFile(new URL(basename(file), BEFORE), file);
  // Git does not keep the mode.
  await chmod(files.signingKey, 0o600);
  return JSON.parse(await readFile(new URL('keys.json', BEFORE), 'utf8')) as KeysOfBefore;
};
