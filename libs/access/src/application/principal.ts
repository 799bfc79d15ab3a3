import type { ActiveCredential } from '../domain/credential.js';

/** Who a request was proven to come from, and what he may do. */
export interface Principal {
  readonly credentialId: string;
  /** The API that the credential is for. */
  readonly family: string;
  /** Null: every tenant. */
  readonly tenant: string | null;
  readonly holder: string;
  readonly scopes: readonly string[];
  /** How it was proven, as in `documented`, `strict`, `api-key`. It is recorded with every event. */
  readonly authProfile: string;
  /** A token that may admit one command only; the command uses it up. */
  readonly singleUseToken?: string;
}

/**
 * Whether the principal may see what belongs to the tenant. Where not, the answer is the same as for something
 * that does not exist: nothing about another tenant may be told from it.
 */
export const maySeeTenant = ({ tenant }: Principal, wanted: string): boolean =>
  tenant === null || tenant === wanted;

/** The principal that a credential in force stands for. */
export const principalFrom = ({ credentialId, grant }: ActiveCredential, authProfile: string): Principal => {
  const { family, tenant, holder, scopes } = grant;
  return { credentialId, family, tenant, holder, scopes, authProfile };
};

/** What a key for the ledger's own API may be good for. */
export const LEDGER_SCOPES = [
  'dispute:read',
  'timeline:read',
  'replay:run',
  'export:create',
  'access:admin',
] as const;
