import { type ActiveCredential, SecretKeyGuard } from '#libs/access';
import { type LedgerRequest, RequestProblem } from '#libs/http';
import { Injectable } from '@nestjs/common';

export const BILLTRUST = 'billtrust';

/** How our keys for this API begin, so that secret scanners recognise a leaked one. */
export const billtrustKeyPrefix = 'bt_';

const ACTIONS = ['READ', 'CREATE', 'UPDATE', 'DELETE'] as const;

type Action = (typeof ACTIONS)[number];

/** What the vendor calls a permission, as in `Dispute Configuration : READ`, without the blanks around the colon. */
export type Permission = `Dispute Configuration:${Action}` | `Dispute Management:${Action}`;

export const billtrustPermissions: readonly Permission[] = ACTIONS.flatMap((action) => [
  `Dispute Configuration:${action}` as const,
  `Dispute Management:${action}` as const,
]);

/** The headers that carry a key; the ledger issues no tokens (docs/vendors/billtrust.md, "Token header"). */
const KEY_HEADERS = ['x-billtrust-api-key', 'x-billtrust-auth'] as const;

const KEY = /^[\x21-\x7E]{1,200}$/;

/**
 * Guards routes by `X-Billtrust-Api-Key`. An unknown key, one without the permission and one of another tenant are all
 * 403, and the last says no more than the first (docs/vendors/billtrust.md, "Missing or unknown keys").
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

  protected override admit({ grant }: ActiveCredential, { params }: LedgerRequest): void {
    const { tenantId } = params as { readonly tenantId?: string };
    if (tenantId === undefined || grant.tenant !== tenantId) throw this.unknownKey();
  }

  protected override missingScopes(missing: readonly string[]): RequestProblem {
    const names = missing.map((scope) => scope.replace(':', ' : ')).join(', ');
    return new RequestProblem('forbidden', `The API key does not have the permission ${names}.`);
  }
}
