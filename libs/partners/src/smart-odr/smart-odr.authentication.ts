import { CredentialDirectory, principalFrom, setPrincipal } from '#libs/access';
import { authorizationOf, type LedgerRequest, RequestProblem } from '#libs/http';
import { Clock } from '#libs/kernel';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { SmartOdrOptions } from './smart-odr.options.js';
import { parseSignature, type SignatureHeader } from './smart-odr.signature.js';
import { TokenVerifier } from './smart-odr.token.js';

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
    const header = signatureOf(request);
    const path = request.routeOptions.url ?? '';
    const use = { audience: this.options.publicUrl + path, rawBody: request.rawBody ?? Buffer.alloc(0) };
    const proven = await this.verifier.prove(header, use);
    if (proven?.credential.grant.tenant == null) throw invalidSignature();
    if (header.type !== tokenTypeOf(path))
      throw new RequestProblem('forbidden', 'Token type not allowed for this endpoint');
    const { credential, profile, tokenId } = proven;
    const principal = principalFrom(credential, profile);
    setPrincipal(context, tokenId === undefined ? principal : { ...principal, singleUseToken: tokenId });
    return true;
  }
}

/**
 * Returns the same problem for every bad token, so that nobody learns by trying (docs/vendors/smart-odr.md,
 * "One text for bad tokens").
 */
export const invalidSignature = (): RequestProblem =>
  new RequestProblem('unauthenticated', 'Invalid signature');

const signatureOf = (request: LedgerRequest): SignatureHeader => {
  const header = parseSignature(authorizationOf(request) ?? '');
  if (header === null)
    throw new RequestProblem('unauthenticated', 'Authorization signature is missing or malformed');
  return header;
};
