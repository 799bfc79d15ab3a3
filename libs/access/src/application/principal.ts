import type { ActiveCredential } from '../domain/credential.js';

/** The authenticated caller of a request, and what they may do. */
export interface Principal {
  readonly credentialId: string;
  /** The API that the credential is for. */
  readonly family: string;
  /** Null: every tenant. */
  readonly tenant: string | null;
  readonly holder: string;
  readonly scopes: readonly string[];
  /** How they were authenticated: `documented`, `strict` or `api-key`. It is recorded with every event. */
  readonly authProfile: string;
  /** The id of a token that admits one command only. The command claims it (decision 0003). */
  readonly singleUseToken?: string;
}

/**
 * Returns whether the principal may see what belongs to the tenant. If not, the answer must be the same as
 * for something that does not exist: it may reveal nothing about another tenant.
 */
export const maySeeTenant = ({ tenant }: Principal, wanted: string): boolean =>
  tenant === null || tenant === wanted;

/** Returns the principal that an active credential stands for. */
export const principalFrom = ({ credentialId, grant }: ActiveCredential, authProfile: string): Principal => {
  const { family, tenant, holder, scopes } = grant;
  return { credentialId, family, tenant, holder, scopes, authProfile };
};

/** The scopes that a key for the ledger's own API may have. */
export const LEDGER_SCOPES = [
  'dispute:read',
  'timeline:read',
  'replay:run',
  'export:create',
  'access:admin',
] as const;
