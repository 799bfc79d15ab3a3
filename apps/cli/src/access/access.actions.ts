import { readFile } from 'node:fs/promises';
import { CredentialError, Credentials, type IssuedCredential, LEDGER_SCOPES } from '#libs/access';
import { openEventStore } from '#libs/deployment';
import { readEnvironment, SystemClock } from '#libs/environment';
import {
  BILLTRUST,
  billtrustKeyPrefix,
  billtrustPermissions,
  ENFINITOS,
  enfinitosKeyPrefix,
  enfinitosScopes,
} from '#libs/partners';
import { CommandFailure, type OutputOptions, print, table, UsageError } from '../output.js';

export interface IssueSmartOdr extends OutputOptions {
  readonly tenant: string;
  readonly institution: string;
  readonly keyId: string;
  readonly publicKey: string;
  readonly email?: readonly string[];
  readonly phone?: readonly string[];
  readonly profile: 'documented' | 'strict';
}

export interface IssueEnfinitos extends OutputOptions {
  readonly tenant: string;
  readonly developer: string;
  readonly scopes: readonly string[];
}

export interface IssueBilltrust extends OutputOptions {
  readonly tenant: string;
  readonly user: string;
  /** Each area with its actions, as in `Dispute Configuration:READ,CREATE;Dispute Management:READ`. */
  readonly permissions: string;
}

export interface IssueAuditor extends OutputOptions {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly tenant?: string;
}

export const issueSmartOdr = async (options: IssueSmartOdr): Promise<void> => {
  const publicKey = await readKey(options.publicKey);
  const issued = await withCredentials((credentials) =>
    credentials.issueForPublicKey(
      { family: 'smart-odr', tenant: options.tenant, holder: options.institution, scopes: [] },
      {
        keyId: options.keyId,
        publicKey,
        profile: options.profile,
        emails: options.email ?? [],
        phones: options.phone ?? [],
      },
    ),
  );
  printIssued(issued, options);
};

export const issueEnfinitos = async (options: IssueEnfinitos): Promise<void> => {
  const { tenant, developer, scopes } = options;
  requireKnown(scopes, enfinitosScopes);
  const grant = { family: ENFINITOS, tenant, holder: developer, scopes };
  printIssued(await withCredentials((all) => all.issueApiKey(grant, enfinitosKeyPrefix)), options);
};

export const issueBilltrust = async (options: IssueBilltrust): Promise<void> => {
  const { tenant, user, permissions } = options;
  const scopes = scopesOfPermissions(permissions);
  requireKnown(scopes, billtrustPermissions);
  const grant = { family: BILLTRUST, tenant, holder: user, scopes };
  printIssued(await withCredentials((all) => all.issueApiKey(grant, billtrustKeyPrefix)), options);
};

/** `Area:READ,CREATE;Other:READ` as `Area:READ`, `Area:CREATE`, `Other:READ`, each once. */
const scopesOfPermissions = (permissions: string): readonly string[] => {
  const scopes = permissions
    .split(';')
    .filter((part) => part.trim() !== '')
    .flatMap((part) => {
      const [area = '', actions = ''] = part.split(':');
      return actions.split(',').map((action) => `${area.trim()}:${action.trim().toUpperCase()}`);
    });
  return [...new Set(scopes)];
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
    ({ credentialId, status, grant: { family, tenant, holder, scopes, proof } }) => ({
      credentialId,
      status,
      family,
      tenant,
      holder,
      scopes,
      ...(proof.kind === 'public-key' && { keyId: proof.keyId, profile: proof.profile }),
    }),
  );
  const rows = shown.map((one) => [
    one.credentialId,
    one.status,
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

export const revoke = async (credentialId: string, options: OutputOptions): Promise<void> => {
  await withCredentials((credentials) => credentials.revoke(credentialId));
  print({ credentialId, status: 'revoked' }, `Revoked ${credentialId}.`, options);
};

export const rotate = async (
  credentialId: string,
  options: OutputOptions & { publicKey?: string },
): Promise<void> => {
  const publicKey = options.publicKey === undefined ? undefined : await readKey(options.publicKey);
  printIssued(await withCredentials((credentials) => credentials.rotate(credentialId, publicKey)), options);
};

const requireKnown = (scopes: readonly string[], known: readonly string[]): void => {
  const unknown = scopes.filter((scope) => !known.includes(scope));
  if (unknown.length > 0)
    throw new UsageError(`There is no scope ${unknown.join(', ')}. There are ${known.join(', ')}.`);
};

const printIssued = (issued: IssuedCredential, options: OutputOptions): void => {
  const text =
    'apiKey' in issued
      ? `Credential ${issued.credentialId}\nAPI key    ${issued.apiKey}\n\nThe key is shown this once.`
      : `Credential ${issued.credentialId}\nKey id     ${issued.keyId}`;
  print(issued, text, options);
};

/** The files may be in use by a running ledger, which learns of the change by itself. */
const withCredentials = async <Result>(
  work: (credentials: Credentials) => Promise<Result>,
): Promise<Result> => {
  const store = await openEventStore(readEnvironment());
  try {
    return await work(new Credentials(store, new SystemClock()));
  } catch (error) {
    throw error instanceof CredentialError ? new CommandFailure(error.message) : error;
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
