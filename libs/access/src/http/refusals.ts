import type { LedgerRequest } from '#libs/http';

/** Why a credential was refused. */
export interface Refusal {
  /** The API that the request was for. */
  readonly family: string;
  /** For operators; the caller does not learn it. Never the credential, nor what it claims. */
  readonly reason: string;
  /** Where the credential is known. */
  readonly credentialId?: string | undefined;
}

const refusals = new WeakMap<object, Refusal>();

/** Notes why the credential of the request was refused, for the request's line in the log. */
export const noteRefusal = (request: LedgerRequest, refusal: Refusal): void => {
  refusals.set(request, refusal);
};

/** Returns why the credential of the request was refused; undefined if it was not. */
export const refusalOf = (request: object): Refusal | undefined => refusals.get(request);
