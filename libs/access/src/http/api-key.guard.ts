import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type LedgerRequest, RequestProblem } from '#libs/http';
import { digestOfApiKey } from '../application/api-key.js';
import { CredentialDirectory } from '../application/credential-directory.js';
import { principalFrom } from '../application/principal.js';
import { SCOPES, setPrincipal } from './authentication.js';

const BEARER = /^Bearer ([\x21-\x7E]{1,200})$/i;

/** `Authorization: Bearer <key>` for the ledger's own API (RFC 6750). */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  static readonly family = 'ledger';

  constructor(
    private readonly directory: CredentialDirectory,
    private readonly reflector: Reflector,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<LedgerRequest>();
    const credential = this.directory.withDigest(digestOfApiKey(bearerToken(request)));
    if (credential?.grant.family !== ApiKeyGuard.family) throw unauthenticated('The API key is not known.');
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

const bearerToken = ({ raw }: LedgerRequest): string => {
  const given = raw.headersDistinct['authorization'] ?? [];
  const token = given.length === 1 ? BEARER.exec(given[0] ?? '')?.[1] : undefined;
  if (token === undefined) throw unauthenticated('One Authorization header with a Bearer API key is needed.');
  return token;
};

const unauthenticated = (message: string): RequestProblem =>
  new RequestProblem('unauthenticated', message, { headers: { 'WWW-Authenticate': 'Bearer' } });
