import { type ActiveCredential, SecretKeyGuard } from '#libs/access';
import { type LedgerRequest, RequestProblem } from '#libs/http';
import { Injectable } from '@nestjs/common';
import { BILLTRUST } from './billtrust.credential.js';

/** The headers that carry a key; the ledger issues no tokens (docs/vendors/billtrust.md, "Token header"). */
const KEY_HEADERS = ['x-billtrust-api-key', 'x-billtrust-auth'] as const;

const KEY = /^[\x21-\x7E]{1,200}$/;

/**
 * Guards routes by `X-Billtrust-Api-Key`. An unknown key, a key without the permission and a key of another
 * tenant are all answered with 403; another tenant's key gets the same message as an unknown one
 * (docs/vendors/billtrust.md, "Missing or unknown keys").
 */
@Injectable()
export class BilltrustGuard extends SecretKeyGuard {
  protected override readonly family = BILLTRUST;

  protected override keyOf({ headers }: LedgerRequest): string {
    const key = KEY_HEADERS.map((name) => headers[name]).find((value) => value !== undefined);
    if (key === undefined)
      throw new RequestProblem('unauthenticated', 'Missing X-Billtrust-Api-Key or X-Billtrust-Auth');
    if (typeof key !== 'string' || !KEY.test(key)) throw this.unknownKey();
    return key;
  }

  protected override unknownKey(): RequestProblem {
    return new RequestProblem('forbidden', 'The API key is not valid for this tenant.');
  }

  protected override isForOthers({ grant }: ActiveCredential, { params }: LedgerRequest): boolean {
    const { tenantId } = params as { readonly tenantId?: string };
    return tenantId === undefined || grant.tenant !== tenantId;
  }

  protected override missingScopes(missing: readonly string[]): RequestProblem {
    const names = missing.map((scope) => scope.replace(':', ' : ')).join(', ');
    return new RequestProblem('forbidden', `The API key does not have the permission ${names}.`);
  }
}
