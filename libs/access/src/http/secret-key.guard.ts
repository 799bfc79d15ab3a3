import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type LedgerRequest, RequestProblem } from '#libs/http';
import { digestOfApiKey } from '../application/api-key.js';
import { CredentialDirectory } from '../application/credential-directory.js';
import { principalFrom } from '../application/principal.js';
import type { ActiveCredential } from '../domain/credential.js';
import { SCOPES, setPrincipal } from './authentication.js';
import { noteRefusal } from './refusals.js';

/**
 * Guards the API of one family by a secret key in the request. Answers a key of another family as an unknown
 * one. While the directory is not up to date, an unknown key rejects with StoreUnavailableError.
 */
@Injectable()
export abstract class SecretKeyGuard implements CanActivate {
  protected abstract readonly family: string;

  constructor(
    private readonly directory: CredentialDirectory,
    private readonly reflector: Reflector,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<LedgerRequest>();
    const credential = this.directory.withDigest(digestOfApiKey(this.readKey(request)));
    const refuse = (reason: string, problem: RequestProblem): RequestProblem => {
      noteRefusal(request, { family: this.family, reason, credentialId: credential?.credentialId });
      return problem;
    };
    if (credential === undefined) throw refuse('the key is unknown or revoked', this.unknownKey());
    if (credential.status === 'refused') throw refuse(credential.reason, this.unknownKey());
    if (credential.grant.family !== this.family)
      throw refuse(`the key is for ${credential.grant.family}`, this.unknownKey());
    if (this.isForOthers?.(credential, request) === true)
      throw refuse('the key is for another tenant', this.unknownKey());
    const missing = this.requiredScopes(context).filter((scope) => !credential.grant.scopes.includes(scope));
    if (missing.length > 0)
      throw refuse(`the key does not have the scope ${missing.join(', ')}`, this.missingScopes(missing));
    setPrincipal(context, principalFrom(credential, 'api-key'));
    return true;
  }

  /**
   * Returns the key that the request carries.
   *
   * @throws RequestProblem when it carries none.
   */
  protected abstract keyOf(request: LedgerRequest): string;

  /** Returns the answer to a key that is unknown, revoked or of another family. */
  protected abstract unknownKey(): RequestProblem;

  /** Returns whether the credential is not valid for this request, whatever its scopes. */
  protected isForOthers?(credential: ActiveCredential, request: LedgerRequest): boolean;

  protected missingScopes(missing: readonly string[]): RequestProblem {
    return new RequestProblem('forbidden', `The API key does not have the scope ${missing.join(', ')}.`);
  }

  private readKey(request: LedgerRequest): string {
    try {
      return this.keyOf(request);
    } catch (error) {
      noteRefusal(request, { family: this.family, reason: 'there is no key, or it cannot be read' });
      throw error;
    }
  }

  private requiredScopes(context: ExecutionContext): readonly string[] {
    const declared: readonly string[] | undefined = this.reflector.get(SCOPES, context.getHandler());
    return declared ?? [];
  }
}
