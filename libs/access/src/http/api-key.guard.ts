import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { authorizationOf, type LedgerRequest, RequestProblem } from '#libs/http';
import { digestOfApiKey } from '../application/api-key.js';
import { CredentialDirectory } from '../application/credential-directory.js';
import { principalFrom } from '../application/principal.js';
import { SCOPES, setPrincipal } from './authentication.js';

const BEARER = /^Bearer ([\x21-\x7E]{1,200})$/i;

/** `Authorization: Bearer <key>` (RFC 6750) for the API of one family, whose credentials are good for no other. */
@Injectable()
export abstract class BearerKeyGuard implements CanActivate {
  protected abstract readonly family: string;

  constructor(
    private readonly directory: CredentialDirectory,
    private readonly reflector: Reflector,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<LedgerRequest>();
    const credential = this.directory.withDigest(digestOfApiKey(bearerToken(request)));
    if (credential?.grant.family !== this.family) throw unauthenticated('The API key is not known.');
    const missing = this.requiredScopes(context).filter((scope) => !credential.grant.scopes.includes(scope));
    if (missing.length > 0)
      throw new RequestProblem('forbidden', `The API key does not have the scope ${missing.join(', ')}.`);
    setPrincipal(request, principalFrom(credential, 'api-key'));
    return true;
  }

  private requiredScopes(context: ExecutionContext): readonly string[] {
    const declared: readonly string[] | undefined = this.reflector.get(SCOPES, context.getHandler());
    return declared ?? [];
  }
}

/** Keys for the ledger's own API. */
@Injectable()
export class ApiKeyGuard extends BearerKeyGuard {
  protected override readonly family = 'ledger';
}

const bearerToken = (request: LedgerRequest): string => {
  const token = BEARER.exec(authorizationOf(request) ?? '')?.[1];
  if (token === undefined) throw unauthenticated('One Authorization header with a Bearer API key is needed.');
  return token;
};

const unauthenticated = (message: string): RequestProblem =>
  new RequestProblem('unauthenticated', message, { headers: { 'WWW-Authenticate': 'Bearer' } });
