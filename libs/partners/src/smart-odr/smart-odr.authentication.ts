import { CredentialDirectory, noteRefusal, principalFrom, setPrincipal } from '#libs/access';
import { authorizationOf, type LedgerRequest, RequestProblem } from '#libs/http';
import { Clock } from '#libs/kernel';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { SmartOdrOptions } from './smart-odr.options.js';
import { SMART_ODR } from './smart-odr.credential.js';
import { parseSignature } from './smart-odr.signature.js';
import { type RefusedToken, TokenVerifier } from './smart-odr.token.js';

/** The `type` of the header on each route (docs/vendors/smart-odr.md, "Authentication"). */
const tokenTypeOf = (path: string): string => (path === '/status' ? 'status' : 'update');

/** Guards routes by `Authorization: Signature keyId="…|…|RS256" algorithm="RS256" type="…"`. */
@Injectable()
export class SmartOdrGuard implements CanActivate {
  private readonly verifier: TokenVerifier;

  constructor(
    directory: CredentialDirectory,
    clock: Clock,
    private readonly options: SmartOdrOptions,
  ) {
    this.verifier = new TokenVerifier(directory, clock);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<LedgerRequest>();
    const path = request.routeOptions.url ?? '';
    const header = parseSignature(authorizationOf(request) ?? '');
    if (header === null) {
      noteRefusal(request, { family: SMART_ODR, reason: 'the header is missing or malformed' });
      throw new RequestProblem('unauthenticated', 'Authorization signature is missing or malformed');
    }
    const use = { audience: this.options.publicUrl + path, rawBody: request.rawBody ?? Buffer.alloc(0) };
    const proven = await this.verifier.prove(header, use);
    if ('reason' in proven) throw refused(request, proven, invalidSignature());
    const { credential, profile, tokenId } = proven;
    const { credentialId } = credential;
    if (credential.grant.tenant === null)
      throw refused(request, { credentialId, reason: 'the credential has no tenant' }, invalidSignature());
    if (header.type !== tokenTypeOf(path)) {
      const problem = new RequestProblem('forbidden', 'Token type not allowed for this endpoint');
      throw refused(request, { credentialId, reason: 'the type is that of another route' }, problem);
    }
    const principal = principalFrom(credential, profile);
    setPrincipal(context, tokenId === undefined ? principal : { ...principal, singleUseToken: tokenId });
    return true;
  }
}

/** Notes why the token was refused, and returns the problem that says so to the caller. */
export const refused = (
  request: LedgerRequest,
  refusal: RefusedToken,
  problem: RequestProblem,
): RequestProblem => {
  noteRefusal(request, { family: SMART_ODR, ...refusal });
  return problem;
};

/**
 * Returns the same problem for every bad token, so that nobody learns by trying (docs/vendors/smart-odr.md,
 * "One text for bad tokens").
 */
export const invalidSignature = (): RequestProblem =>
  new RequestProblem('unauthenticated', 'Invalid signature');
