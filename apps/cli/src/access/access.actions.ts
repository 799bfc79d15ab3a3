import { readFile } from 'node:fs/promises';
import {
  CredentialError,
  Credentials,
  type IssuedCredential,
  LEDGER_SCOPES,
  PublicKeyError,
} from '#libs/access';
import { openEventStore } from '#libs/deployment';
import { readEnvironment, SystemClock } from '#libs/environment';
import type { CredentialForm, CredentialOption } from '#libs/partners';
import { commaSeparated } from './comma-separated.js';
import { CommandFailure, type OutputOptions, print, table, UsageError } from '../output.js';

/** The values that an operator gave for a vendor's options, by option name. */
export type GivenOptions = OutputOptions & Readonly<Record<string, unknown>>;

export interface IssueAuditor extends OutputOptions {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly tenant?: string;
}

/** Issues the credential of a vendor's form. Every value is read and checked before a store is opened. */
export const issueForPartner = async (form: CredentialForm, given: GivenOptions): Promise<void> => {
  const values = new Map<string, string | readonly string[]>();
  for (const [name, option] of Object.entries(form.options))
    values.set(name, await valueOf(option, given[name]));
  const [file] = Object.entries(form.options)
    .filter(([, { kind }]) => kind === 'file')
    .map(([name]) => String(given[name]));
  const issued = await withCredentials((all) => form.issue(all, Object.fromEntries(values)), file);
  printIssued(issued, given);
};

const valueOf = async (option: CredentialOption, given: unknown): Promise<string | readonly string[]> => {
  switch (option.kind) {
    case 'several':
      return (given ?? []) as readonly string[];
    case 'file':
      return readKey(String(given));
    case 'scopes': {
      const scopes = (option.scopesOf ?? commaSeparated)(String(given));
      requireKnown(scopes, option.known);
      return scopes;
    }
    case 'text':
    case 'choice':
      return String(given);
  }
};

export const issueAuditor = async (options: IssueAuditor): Promise<void> => {
  const { name, scopes, tenant = null } = options;
  requireKnown(scopes, LEDGER_SCOPES);
  const issued = await withCredentials((credentials) =>
    credentials.issueApiKey({ family: 'ledger', tenant, holder: name, scopes }),
  );
  printIssued(issued, options);
};

export const list = async (options: OutputOptions): Promise<void> => {
  const credentials = await withCredentials((all) => all.list());
  const shown = credentials.map(
    ({ credentialId, status, isDemo, keyFault, grant: { family, tenant, holder, scopes, proof } }) => ({
      credentialId,
      status,
      family,
      tenant,
      holder,
      scopes,
      ...(proof.kind === 'public-key' && { keyId: proof.keyId, profile: proof.profile }),
      ...(isDemo && { demo: true as const }),
      ...(keyFault !== undefined && { refused: keyFault }),
    }),
  );
  const rows = shown.map((one) => [
    one.credentialId,
    standingOf(one),
    one.family,
    one.tenant ?? '(all)',
    one.holder,
    one.scopes.join(','),
  ]);
  print(
    { credentials: shown },
    table(['CREDENTIAL', 'STATUS', 'FOR', 'TENANT', 'HOLDER', 'SCOPES'], rows),
    options,
  );
};

/** Returns the status with what an operator should look at. */
const standingOf = (one: {
  readonly status: string;
  readonly demo?: true;
  readonly refused?: string;
}): string =>
  [one.status, one.demo && 'demo', one.refused && `refused: ${one.refused}`].filter(Boolean).join(', ');

export const revoke = async (credentialId: string, options: OutputOptions): Promise<void> => {
  await withCredentials((credentials) => credentials.revoke(credentialId));
  print({ credentialId, status: 'revoked' }, `Revoked ${credentialId}.`, options);
};

export const rotate = async (
  credentialId: string,
  options: OutputOptions & { publicKey?: string },
): Promise<void> => {
  const publicKey = options.publicKey === undefined ? undefined : await readKey(options.publicKey);
  const rotated = await withCredentials((all) => all.rotate(credentialId, publicKey), options.publicKey);
  printIssued(rotated, options);
};

const requireKnown = (scopes: readonly string[], known: readonly string[]): void => {
  const unknown = scopes.filter((scope) => !known.includes(scope));
  if (unknown.length > 0)
    throw new UsageError(`Unknown scope: ${unknown.join(', ')}. Known scopes: ${known.join(', ')}.`);
};

const printIssued = (issued: IssuedCredential, options: OutputOptions): void => {
  const text =
    'apiKey' in issued
      ? `Credential ${issued.credentialId}\nAPI key    ${issued.apiKey}\n\nThe key will not be shown again.`
      : `Credential ${issued.credentialId}\nKey id     ${issued.keyId}`;
  print(issued, text, options);
};

/**
 * Opens this ledger's event store for the work. A running ledger may have it open, too: it follows the log.
 * `keyFile` is named where the public key in it is refused.
 */
const withCredentials = async <Result>(
  work: (credentials: Credentials) => Promise<Result>,
  keyFile?: string,
): Promise<Result> => {
  const store = await openEventStore(readEnvironment());
  try {
    return await work(new Credentials(store, new SystemClock()));
  } catch (error) {
    if (!(error instanceof CredentialError)) throw error;
    const where = error instanceof PublicKeyError && keyFile !== undefined ? `${keyFile}: ` : '';
    throw new CommandFailure(where + error.message);
  } finally {
    await store.close();
  }
};

const readKey = async (file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new CommandFailure(`The key file ${file} cannot be read.`, { cause });
  }
};
