import { Injectable } from '@nestjs/common';
import { authorizationOf, type LedgerRequest, RequestProblem } from '#libs/http';
import { SecretKeyGuard } from './secret-key.guard.js';

const BEARER = /^Bearer ([\x21-\x7E]{1,200})$/i;

/**
 * Guards routes by `Authorization: Bearer <key>` (RFC 6750). Answers 401 unless there is exactly one such
 * header with a key of the family, and 403 for a missing scope.
 */
@Injectable()
export abstract class BearerKeyGuard extends SecretKeyGuard {
  protected override keyOf(request: LedgerRequest): string {
    const token = BEARER.exec(authorizationOf(request) ?? '')?.[1];
    if (token === undefined)
      throw unauthenticated('Exactly one Authorization header with a Bearer API key is required.');
    return token;
  }

  protected override unknownKey(): RequestProblem {
    return unauthenticated('The API key is not known.');
  }
}

/** Guards the ledger's own API, whose keys are of the family `ledger`. */
@Injectable()
export class ApiKeyGuard extends BearerKeyGuard {
  protected override readonly family = 'ledger';
}

const unauthenticated = (message: string): RequestProblem =>
  new RequestProblem('unauthenticated', message, { headers: { 'WWW-Authenticate': 'Bearer' } });
